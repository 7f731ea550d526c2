from django.apps import AppConfig


class CatalogPagesConfig(AppConfig):
    name = "balcao.web.catalog"
    label = "catalog_pages"
