//! An HTTP/1 server inside the process, with a log of what was asked and faults to order.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use futures::{StreamExt as _, stream};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::service::service_fn;
use hyper::{HeaderMap, Method};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Handle;
use tokio::task::{JoinHandle, JoinSet};

/// A request as it came in.
#[derive(Debug, Clone)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The path, escapes as they were sent.
    pub path: String,
    /// What follows the question mark, as it was sent; empty where there is none.
    pub query: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
}

impl Request {
    /// A header as text; nothing where it is missing or not text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as JSON; null where it is not JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The first value of a name in a form or query text, its escapes undone.
    fn form(text: &str, name: &str) -> Option<String> {
        let (_, value) = text.split('&').filter_map(|pair| pair.split_once('=')).find(|(n, _)| *n == name)?;
        let mut bytes = Vec::with_capacity(value.len());
        let mut rest = value.bytes();
        while let Some(byte) = rest.next() {
            bytes.push(match byte {
                b'+' => b' ',
                b'%' => {
                    let digits = [rest.next()?, rest.next()?];
                    u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
                }
                other => other,
            });
        }
        String::from_utf8(bytes).ok()
    }

    /// A parameter of the query.
    pub fn query(&self, name: &str) -> Option<String> {
        Self::form(&self.query, name)
    }

    /// A field of a body that is a form.
    pub fn field(&self, name: &str) -> Option<String> {
        Self::form(std::str::from_utf8(&self.body).ok()?, name)
    }
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// Headers beside the length.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Bytes,
}

impl Response {
    /// An answer with a body of a type.
    pub fn new(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        let headers = vec![("content-type".to_owned(), content_type.to_owned())];
        Self { status, headers, body: body.into() }
    }

    /// A JSON answer.
    pub fn json(status: u16, body: &serde_json::Value) -> Self {
        Self::new(status, "application/json", body.to_string())
    }

    /// With one more header.
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }
}

/// Answers requests.
pub trait Handler: Send + Sync + 'static {
    /// The answer to one request.
    fn answer(&self, request: &Request) -> Response;
}

impl<F: Fn(&Request) -> Response + Send + Sync + 'static> Handler for F {
    fn answer(&self, request: &Request) -> Response {
        self(request)
    }
}

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// The right answer, late.
    Delay(Duration),
    /// Another answer: throttled, denied, an error of the service, an empty page.
    Answer(Response),
    /// The right headers, half the body, then the connection closes.
    Truncated,
    /// The right headers, and a body that is cut in the middle of its JSON.
    Malformed,
    /// The connection is reset before any answer.
    Reset,
}

impl FaultKind {
    /// 429 or 503 with the seconds to wait.
    pub fn retry_after(status: u16, seconds: u32) -> Self {
        Self::Answer(
            Response::json(status, &serde_json::json!({})).header("retry-after", seconds.to_string()),
        )
    }
}

type Route = Arc<dyn Fn(&Request) -> bool + Send + Sync>;

/// A fault, on which requests, and how often.
#[derive(Clone)]
pub struct Fault {
    route: Route,
    after: u32,
    times: u32,
    kind: FaultKind,
}

impl std::fmt::Debug for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fault")
            .field("after", &self.after)
            .field("times", &self.times)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

impl Fault {
    /// A fault on every request that `route` picks.
    pub fn on(kind: FaultKind, route: impl Fn(&Request) -> bool + Send + Sync + 'static) -> Self {
        Self { route: Arc::new(route), after: 0, times: u32::MAX, kind }
    }

    /// On this many requests, then no more.
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    /// After this many requests of the route that go well.
    pub fn after(mut self, after: u32) -> Self {
        self.after = after;
        self
    }
}

/// What the server's tasks share.
struct Shared {
    handler: Box<dyn Handler>,
    log: Mutex<Vec<Arc<Request>>>,
    faults: Mutex<VecDeque<Fault>>,
}

impl Shared {
    /// The first fault that picks the request, counted down. Faults are looked at in the order they were given.
    fn fault(&self, request: &Request) -> Option<FaultKind> {
        let mut faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
        let mut due = None;
        for fault in faults.iter_mut().filter(|f| (f.route)(request)) {
            if fault.after > 0 {
                fault.after -= 1;
            } else if due.is_none() {
                fault.times = fault.times.saturating_sub(1);
                due = Some(fault.kind.clone());
            }
        }
        faults.retain(|f| f.times > 0);
        due
    }
}

/// A running server. It stops when it is dropped, with the connections it holds.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Server {
    /// Starts a server on a free port of 127.0.0.1, on the runtime given.
    pub fn start(runtime: &Handle, handler: impl Handler) -> io::Result<Self> {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let listener = {
            let _context = runtime.enter();
            TcpListener::from_std(listener)?
        };
        let shared =
            Arc::new(Shared { handler: Box::new(handler), log: Mutex::default(), faults: Mutex::default() });
        let task = runtime.spawn(accept(listener, shared.clone()));
        Ok(Self { address, shared, task })
    }

    /// `http://127.0.0.1:<port>`, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Orders a fault.
    pub fn fault(&self, fault: Fault) {
        self.shared.faults.lock().unwrap_or_else(PoisonError::into_inner).push_back(fault);
    }

    /// Every request so far, in the order they came in.
    pub fn log(&self) -> Vec<Arc<Request>> {
        self.shared.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    // connections live in this task: aborting it closes them
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(serve(stream, shared.clone()));
                }
                // out of descriptors: those in use come free again
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn serve(stream: TcpStream, shared: Arc<Shared>) {
    // small answers must not wait for the acknowledgement of the one before
    let _ = stream.set_nodelay(true);
    let reset = Arc::new(AtomicBool::new(false));
    let service = service_fn(|request| answer(request, shared.clone(), reset.clone()));
    let mut connection = hyper::server::conn::http1::Builder::new()
        .timer(hyper_util::rt::TokioTimer::new())
        .serve_connection(TokioIo::new(stream), service);
    let ended = (&mut connection).await;
    if ended.is_err() && reset.load(Ordering::Relaxed) {
        let stream = connection.into_parts().io.into_inner();
        // closed with a reset, not with an orderly end
        let _ = stream.set_zero_linger();
    }
}

type Body = BoxBody<Bytes, io::Error>;

fn whole(body: Bytes) -> Body {
    Full::new(body).map_err(|never: Infallible| match never {}).boxed()
}

/// Half the bytes, then an error: hyper closes the connection before the length it promised.
fn half(body: &Bytes) -> Body {
    let first = body.slice(..body.len() / 2);
    let frames = stream::once(async move { Ok(Frame::data(first)) }).chain(stream::once(async {
        // while this waits hyper sends what it has; at once it would close without a byte
        tokio::time::sleep(Duration::from_millis(5)).await;
        Err(io::Error::from(io::ErrorKind::ConnectionAborted))
    }));
    BodyExt::boxed(StreamBody::new(frames))
}

async fn answer(
    request: hyper::Request<Incoming>,
    shared: Arc<Shared>,
    reset: Arc<AtomicBool>,
) -> Result<hyper::Response<Body>, io::Error> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
    let request = Arc::new(Request {
        method: head.method,
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers: head.headers,
        body,
    });
    shared.log.lock().unwrap_or_else(PoisonError::into_inner).push(request.clone());
    let fault = shared.fault(&request);
    match &fault {
        Some(FaultKind::Delay(delay)) => tokio::time::sleep(*delay).await,
        Some(FaultKind::Reset) => {
            reset.store(true, Ordering::Relaxed);
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        _ => {}
    }
    let response = match &fault {
        Some(FaultKind::Answer(response)) => response.clone(),
        _ => shared.handler.answer(&request),
    };
    let mut built = hyper::Response::builder().status(response.status);
    for (name, value) in &response.headers {
        built = built.header(name, value);
    }
    let body = match fault {
        Some(FaultKind::Truncated) => {
            built = built.header("content-length", response.body.len());
            half(&response.body)
        }
        Some(FaultKind::Malformed) => whole(response.body.slice(..response.body.len() / 2)),
        _ => whole(response.body),
    };
    built.body(body).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn server() -> Server {
        let echo =
            |request: &Request| Response::json(200, &json!({"path": request.path, "body": request.json()}));
        Server::start(&Handle::current(), echo).unwrap()
    }

    async fn get(url: &str) -> Result<(u16, String), reqwest::Error> {
        let answer = reqwest::Client::builder().no_proxy().build().unwrap().get(url).send().await?;
        Ok((answer.status().as_u16(), answer.text().await?))
    }

    #[tokio::test]
    async fn answers_and_logs() {
        let server = server();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let sent =
            client.post(format!("{}/a?b=c%20d&e", server.url())).body("{\"x\":1}").send().await.unwrap();
        assert_eq!(sent.text().await.unwrap(), r#"{"path":"/a","body":{"x":1}}"#);
        let log = server.log();
        assert_eq!((log.len(), log[0].method.as_str(), log[0].query.as_str()), (1, "POST", "b=c%20d&e"));
        assert_eq!(log[0].query("b").as_deref(), Some("c d"));
        assert_eq!(log[0].query("e"), None);
    }

    #[tokio::test]
    async fn faults_come_in_order_and_are_used_up() {
        let server = server();
        let url = server.url();
        let on_a = |r: &Request| r.path == "/a";
        server.fault(Fault::on(FaultKind::retry_after(429, 3), on_a).after(1).times(2));
        server.fault(Fault::on(FaultKind::Malformed, on_a).after(3).times(1));
        let mut seen = Vec::new();
        for _ in 0..5 {
            seen.push(get(&format!("{url}/a")).await.unwrap());
        }
        let status: Vec<u16> = seen.iter().map(|(status, _)| *status).collect();
        assert_eq!(status, [200, 429, 429, 200, 200]);
        assert!(serde_json::from_str::<serde_json::Value>(&seen[3].1).is_err());
        assert_eq!(seen[0], seen[4]);
        assert_eq!(get(&format!("{url}/b")).await.unwrap().0, 200);
    }

    #[tokio::test]
    async fn bodies_break_connections_reset_and_answers_come_late() {
        let server = server();
        let url = format!("{}/a", server.url());
        server.fault(Fault::on(FaultKind::Truncated, |_| true).times(1));
        let error = get(&url).await.unwrap_err();
        assert!(error.is_decode() || error.is_body(), "{error:?}");
        server.fault(Fault::on(FaultKind::Reset, |_| true).times(1));
        let error = get(&url).await.unwrap_err();
        assert!(error.is_request(), "{error:?}");
        server.fault(Fault::on(FaultKind::Delay(Duration::from_millis(80)), |_| true).times(1));
        let start = std::time::Instant::now();
        assert_eq!(get(&url).await.unwrap().0, 200);
        assert!(start.elapsed() >= Duration::from_millis(80));
    }

    #[tokio::test]
    async fn a_dropped_server_is_gone() {
        let server = server();
        let url = server.url();
        assert!(get(&url).await.is_ok());
        drop(server);
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(get(&url).await.is_err());
    }
}
