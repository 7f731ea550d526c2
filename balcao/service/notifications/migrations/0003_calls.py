import balcao.service.notifications.rules
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0002_browser_session"),
    ]

    operations = [
        migrations.AlterField(
            model_name="choice",
            name="kind",
            field=models.CharField(
                choices=[
                    (balcao.service.notifications.rules.Kind["MENTIONED"], "Somebody mentions me"),
                    (
                        balcao.service.notifications.rules.Kind["ASSIGNED"],
                        "A ticket is given to me",
                    ),
                    (
                        balcao.service.notifications.rules.Kind["REPLIED"],
                        "The client writes in a ticket of mine",
                    ),
                    (
                        balcao.service.notifications.rules.Kind["FOLLOWED"],
                        "Something happens in a ticket I follow",
                    ),
                    (
                        balcao.service.notifications.rules.Kind["UNDELIVERED"],
                        "A reply of mine is not delivered",
                    ),
                    (balcao.service.notifications.rules.Kind["REMINDED"], "A follow-up is due"),
                    (
                        balcao.service.notifications.rules.Kind["CALL"],
                        "A client of mine, or of nobody yet, wants to be called",
                    ),
                    (
                        balcao.service.notifications.rules.Kind["WARNED"],
                        "A promise is about to break",
                    ),
                    (balcao.service.notifications.rules.Kind["BREACHED"], "A promise is broken"),
                    (
                        balcao.service.notifications.rules.Kind["ARRIVED"],
                        "A ticket comes to my team",
                    ),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="notification",
            name="kind",
            field=models.CharField(
                choices=[
                    (balcao.service.notifications.rules.Kind["MENTIONED"], "Somebody mentions me"),
                    (
                        balcao.service.notifications.rules.Kind["ASSIGNED"],
                        "A ticket is given to me",
                    ),
                    (
                        balcao.service.notifications.rules.Kind["REPLIED"],
                        "The client writes in a ticket of mine",
                    ),
                    (
                        balcao.service.notifications.rules.Kind["FOLLOWED"],
                        "Something happens in a ticket I follow",
                    ),
                    (
                        balcao.service.notifications.rules.Kind["UNDELIVERED"],
                        "A reply of mine is not delivered",
                    ),
                    (balcao.service.notifications.rules.Kind["REMINDED"], "A follow-up is due"),
                    (
                        balcao.service.notifications.rules.Kind["CALL"],
                        "A client of mine, or of nobody yet, wants to be called",
                    ),
                    (
                        balcao.service.notifications.rules.Kind["WARNED"],
                        "A promise is about to break",
                    ),
                    (balcao.service.notifications.rules.Kind["BREACHED"], "A promise is broken"),
                    (
                        balcao.service.notifications.rules.Kind["ARRIVED"],
                        "A ticket comes to my team",
                    ),
                ],
                max_length=12,
            ),
        ),
    ]
