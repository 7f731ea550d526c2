from balcao.bench.telling import told
from tests.cast import Cast


def test_one_message_is_said_in_each_of_an_agents_open_tickets(cast: Cast) -> None:
    for _number in range(3):
        cast.ticket("joao", "sac")
    said, seconds = told(cast.people["marina"].pk, most=2)
    assert said == 2
    assert seconds > 0
