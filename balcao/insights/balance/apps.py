from django.apps import AppConfig


class BalanceConfig(AppConfig):
    name = "balcao.insights.balance"
    label = "balance"
