"""moto's server, with the times of AWS Config's items as the service sends them.

The service writes times of its JSON protocol as seconds since 1970; moto 5.2 writes them as text, which the SDK rightly
refuses. Usage: moto_server.py PORT
"""

import sys
from datetime import datetime

from moto.config import models
from moto.server import main

TIMES = ("configurationItemCaptureTime", "resourceCreationTime")


def with_seconds(item):
    for name in TIMES:
        if isinstance(item.get(name), str):
            item[name] = datetime.fromisoformat(item[name]).timestamp()


batch_get = models.ConfigBackend.batch_get_resource_config


def batch_get_with_seconds(self, *arguments, **named):
    answer = batch_get(self, *arguments, **named)
    for item in answer.get("baseConfigurationItems", []):
        with_seconds(item)
    return answer


models.ConfigBackend.batch_get_resource_config = batch_get_with_seconds

if __name__ == "__main__":
    main(["-H", "127.0.0.1", "-p", sys.argv[1]])
