provider "azurerm" {
  features {}
}

variable "imaging_public" {
  type        = bool
  description = "Opened for the vendor's acceptance test; the pipeline sets it"
}

resource "azurerm_resource_group" "imaging" {
  name     = "imaging"
  location = "eastus2"

  tags = { environment = "production" }
}

resource "azurerm_storage_account" "scans" {
  name                     = "larkspurscans"
  resource_group_name      = azurerm_resource_group.imaging.name
  location                 = azurerm_resource_group.imaging.location
  account_tier             = "Standard"
  account_replication_type = "GRS"

  min_tls_version                 = "TLS1_2"
  https_traffic_only_enabled      = true
  allow_nested_items_to_be_public = false
  public_network_access_enabled   = var.imaging_public

  tags = { environment = "production", owner = "imaging" }
}

resource "azurerm_storage_account" "teaching" {
  name                     = "larkspurteaching"
  resource_group_name      = azurerm_resource_group.imaging.name
  location                 = azurerm_resource_group.imaging.location
  account_tier             = "Standard"
  account_replication_type = "LRS"

  min_tls_version                 = "TLS1_0"
  https_traffic_only_enabled      = false
  allow_nested_items_to_be_public = true
}

resource "azurerm_mssql_server" "pacs" {
  name                          = "larkspur-pacs"
  resource_group_name           = azurerm_resource_group.imaging.name
  location                      = azurerm_resource_group.imaging.location
  version                       = "12.0"
  minimum_tls_version           = "1.2"
  public_network_access_enabled = false

  azuread_administrator {
    login_username = "imaging-admins"
    object_id      = "00000000-0000-0000-0000-000000000000"
  }
}

resource "azurerm_network_security_group" "modalities" {
  name                = "modalities"
  resource_group_name = azurerm_resource_group.imaging.name
  location            = azurerm_resource_group.imaging.location

  security_rule {
    name                       = "remote-desktop"
    priority                   = 100
    direction                  = "Inbound"
    access                     = "Allow"
    protocol                   = "Tcp"
    source_port_range          = "*"
    destination_port_range     = "3389"
    source_address_prefix      = "*"
    destination_address_prefix = "*"
  }
}

resource "azurerm_key_vault" "imaging" {
  name                       = "larkspur-imaging"
  resource_group_name        = azurerm_resource_group.imaging.name
  location                   = azurerm_resource_group.imaging.location
  tenant_id                  = "00000000-0000-0000-0000-000000000000"
  sku_name                   = "premium"
  purge_protection_enabled   = true
  soft_delete_retention_days = 90

  network_acls {
    default_action = "Deny"
    bypass         = "AzureServices"
  }
}

resource "azurerm_linux_web_app" "viewer" {
  name                = "larkspur-viewer"
  resource_group_name = azurerm_resource_group.imaging.name
  location            = azurerm_resource_group.imaging.location
  service_plan_id     = "plan"
  https_only          = true

  site_config {
    minimum_tls_version = "1.2"
    ftps_state          = "Disabled"
  }

  identity {
    type = "SystemAssigned"
  }
}
