from django.apps import AppConfig


class AnnouncementPagesConfig(AppConfig):
    name = "balcao.web.announcements"
    label = "announcement_pages"
