from django.apps import AppConfig


class AssetsPagesConfig(AppConfig):
    name = "balcao.web.assets"
    label = "asset_pages"
