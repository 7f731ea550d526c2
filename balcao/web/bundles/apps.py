from django.apps import AppConfig


class BundlePagesConfig(AppConfig):
    name = "balcao.web.bundles"
    label = "bundle_pages"
