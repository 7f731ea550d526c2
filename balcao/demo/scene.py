"""The particulars of one ticket: what was bought, when, where, and the words that agree with it."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from .goods import DEFECTS, PARTS, PRODUCTS, Product, money
from .names import SURNAMES, Somebody, Town
from .tales import Story

DISTRICTS = (
    "Centro", "Vila Nova", "Jardim América", "Boa Vista", "Santa Luzia", "São José", "Bela Vista",
    "Jardim das Flores", "Vila Esperança", "Alto da Serra", "Parque Industrial", "Nova Esperança",
    "Cidade Nova", "Santo Antônio", "Jardim Primavera",
)  # fmt: skip
STREETS = ("Rua das Acácias", "Rua Sete de Setembro", "Avenida Brasil", "Rua do Comércio",
           "Rua XV de Novembro", "Avenida Getúlio Vargas", "Rua das Palmeiras", "Travessa da Paz",
           "Rua Dom Pedro II", "Rua Tiradentes")  # fmt: skip
SHOPS = ("loja da Praça", "loja do Centro", "loja virtual", "loja do shopping")
SYSTEMS = ("ERP", "sistema de vendas", "ponto eletrônico", "e-mail", "acesso remoto", "sistema de estoque",
           "portal do fornecedor", "painel de entregas", "sistema de notas fiscais")  # fmt: skip
MACHINES = ("notebook", "computador do caixa", "leitor de código de barras", "monitor",
            "leitor de cartão", "coletor do depósito", "ramal", "celular da empresa")  # fmt: skip
MONTHS = ("janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto",
          "setembro", "outubro", "novembro", "dezembro")  # fmt: skip
WEEKDAYS = ("segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo")
HOLDERS = ("a transportadora", "o fabricante", "o fornecedor", "a assistência do fabricante")
_SOUTHERN = {"guarda-roupa": "roupeiro", "geladeira": "refrigerador"}
_NORTHEASTERN = {"criado-mudo": "mesinha de cabeceira"}


def scene(
    rng: random.Random, story: Story, client: Somebody, department: str, at: datetime
) -> dict[str, str]:
    """Every word in braces that a story may use."""
    wanted = [p for p in PRODUCTS if not story.lines or p.line in story.lines]
    product = rng.choice(wanted)
    return {
        **_product(rng, product, client.town),
        **_order(rng, product, client, at),
        **_office(rng, at, department),
        **promise(rng, at)[1],
        "nome": client.first,
        "nome_completo": client.name,
        "eu": client.ending,
        "email": client.address,
    }


def promise(rng: random.Random, at: datetime) -> tuple[datetime, dict[str, str]]:
    """A working day soon after the instant, and the words for it."""
    due = _working(at + timedelta(days=rng.randrange(2, 8)))
    other = _working(due + timedelta(days=1))
    return due, {
        "nova_data": f"{due:%d/%m}",
        "dia": WEEKDAYS[due.weekday()],
        "outro_dia": WEEKDAYS[other.weekday()],
    }


def _working(day: datetime) -> datetime:
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day


def _product(rng: random.Random, product: Product, town: Town) -> dict[str, str]:
    ending = "a" if product.is_feminine else "o"
    noun = _called(rng, product, town)
    feminine = product.is_feminine and noun != "refrigerador"
    if noun != product.noun:
        ending = "a" if feminine or noun.startswith("mesinha") else "o"
    name = f"{noun} {product.model}"
    colour, other = rng.sample(product.colours, 2)
    return {
        "produto": name,
        "modelo": product.model,
        "coisa": noun,
        "o": ending,
        "ele": "ela" if ending == "a" else "ele",
        "um": "uma" if ending == "a" else "um",
        "cor": colour,
        "outra_cor": other,
        "defeito": rng.choice(DEFECTS[product.line]),
        "peca": rng.choice(PARTS[product.line]),
        "preco": money(product.cents),
        "parcela": money(product.cents // 10),
        "desconto": money(product.cents * rng.choice((5, 8, 10)) // 100),
    }


def _called(rng: random.Random, product: Product, town: Town) -> str:
    regional = {"Sul": _SOUTHERN, "Nordeste": _NORTHEASTERN}.get(town.region, {})
    return regional.get(product.noun, product.noun) if rng.random() < 0.6 else product.noun


def _order(rng: random.Random, product: Product, client: Somebody, at: datetime) -> dict[str, str]:
    bought = at - timedelta(days=rng.randrange(6, 40))
    promised = at - timedelta(days=rng.randrange(1, 9))
    return {
        "pedido": f"{rng.randrange(210_000, 690_000)}",
        "nf": f"{rng.randrange(20_000, 99_000)}",
        "compra": f"{bought:%d/%m}",
        "prometido": f"{promised:%d/%m}",
        "dias": str(rng.randrange(2, 15)),
        "uteis": rng.choice(("3", "5", "7", "10")),
        "cidade": client.town.name,
        "uf": client.town.state,
        "bairro": rng.choice(DISTRICTS),
        "rua": f"{rng.choice(STREETS)}, {rng.randrange(12, 1980)}",
        "loja": rng.choice(SHOPS),
        "vendedor": rng.choice(
            ("a Simone", "o Everton", "a Jussara", "o Wesley", "a Tatiane", "o Caio")
        ),
        "de_quem": rng.choice(HOLDERS),
        "vezes": rng.choice(("3", "5", "6", "10", "12")),
        "cartao": f"{rng.randrange(1000, 9999)}",
        "rastreio": f"BP{rng.randrange(10**8, 10**9)}BR",
        "pecas": str(rng.randrange(2, 6)),
        "andar": str(rng.randrange(2, 14)),
        "medida": str(rng.randrange(140, 260)),
        "preco_errado": money(product.cents * 2),
    }


def _office(rng: random.Random, at: datetime, department: str) -> dict[str, str]:
    last = (at.replace(day=1) - timedelta(days=1)).month - 1
    leave = at + timedelta(days=rng.randrange(25, 80))
    back = leave + timedelta(days=rng.choice((9, 14, 19, 29)))
    cents = rng.randrange(3_500, 98_000)
    return {
        "setor": department or "loja",
        "sistema": rng.choice(SYSTEMS),
        "equipamento": rng.choice(MACHINES),
        "patrimonio": f"{rng.randrange(1_000, 4_999)}",
        "ramal": str(rng.randrange(2_000, 2_999)),
        "mes": MONTHS[last],
        "ferias_de": f"{leave:%d/%m}",
        "ferias_ate": f"{back:%d/%m}",
        "valor": money(cents),
        "valor2": money(cents + rng.randrange(900, 9_000)),
        "colega": rng.choice(
            ("Tatiane", "Renan", "Sueli", "Vinícius", "Karina", "Josué", "Elaine")
        ),
        "sobrenome": rng.choice(SURNAMES),
        "hora": f"{rng.randrange(8, 18)}h{rng.choice(('', '15', '30', '45'))}",
        "data": f"{at - timedelta(days=rng.randrange(1, 12)):%d/%m}",
        "sala": rng.choice(
            ("sala de reunião", "sala do segundo andar", "recepção", "doca 2", "sala do estoque")
        ),
        "destino": rng.choice(
            ("Campinas", "Curitiba", "Belo Horizonte", "Arapongas", "Bento Gonçalves")
        ),
        "horas": str(rng.randrange(2, 9)),
    }
