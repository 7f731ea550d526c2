"""Brazilian names, and made-up people of them: nobody here lives outside the demo."""

from __future__ import annotations

import random
from dataclasses import dataclass

from balcao.core import text


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


WOMEN = _words(
    "Adriana Alessandra Aline Amanda Antônia Beatriz Bianca Bruna Camila Carla Carolina Cecília "
    "Clara Cláudia Cristiane Daniela Débora Denise Eduarda Elaine Eliane Elisa Fabiana Fernanda "
    "Flávia Francisca Gabriela Giovana Helena Heloísa Ingrid Isabela Isadora Janaína Jéssica "
    "Joana Josefa Júlia Juliana Jussara Karina Larissa Laura Letícia Lívia Lorena Luana Luciana "
    "Luíza Márcia Mariana Marta Michele Mônica Natália Neusa Patrícia Paula Priscila Rafaela "
    "Raimunda Raquel Rebeca Regina Renata Rosana Rosângela Sabrina Sandra Silvana Simone Solange "
    "Sônia Sueli Tainá Tatiane Tereza Valéria Vanessa Vera Verônica Vitória Viviane Yasmin"
)
MEN = _words(
    "Ademir Adriano Alex Alexandre Anderson André Antônio Arthur Bernardo Bruno Caio Carlos "
    "Celso Cícero Cláudio Cristiano Daniel Danilo Davi Diego Douglas Edson Eduardo Elias Emerson "
    "Enzo Everton Fábio Felipe Fernando Flávio Francisco Gabriel Geraldo Gilberto Guilherme "
    "Gustavo Heitor Henrique Hugo Igor Jair Jean Jefferson João Jonas Jorge José Josué Júlio "
    "Leandro Leonardo Lucas Luciano Luiz Marcelo Márcio Marcos Mateus Maurício Miguel Murilo "
    "Nelson Otávio Paulo Pedro Rafael Raimundo Renan Renato Ricardo Roberto Rodrigo Rogério "
    "Samuel Sebastião Sérgio Sidnei Thiago Tomás Valdir Vicente Vinícius Vítor Wagner Wesley Yuri"
)
SURNAMES = _words(
    "Aguiar Albuquerque Almeida Alves Amaral Andrade Antunes Aragão Araújo Assis Azevedo Barbosa "
    "Barreto Barros Batista Bezerra Borges Braga Brandão Brito Caldas Camargo Campos Cardoso "
    "Carneiro Carvalho Castro Cavalcante Chaves Coelho Cordeiro Correia Costa Coutinho Cruz Cunha "
    "Dantas Dias Diniz Domingues Duarte Esteves Farias Fernandes Ferraz Ferreira Figueiredo "
    "Fonseca Fontes Franco Freire Freitas Furtado Garcia Gomes Gonçalves Guedes Guerra Guimarães "
    "Leal Leite Lemos Lima Lisboa Lopes Macedo Machado Magalhães Maia Marinho Marques Martins "
    "Matos Medeiros Melo Mendes Mendonça Menezes Miranda Monteiro Moraes Moreira Mota Moura "
    "Muniz Nakamura Nascimento Neves Nogueira Nunes Oliveira Pacheco Paiva Peixoto Pereira "
    "Pimentel Pinheiro Pinto Pires Porto Prado Queiroz Ramos Rangel Reis Rezende Ribeiro Rocha "
    "Rodrigues Rossi Sales Sampaio Santana Santos Saraiva Schmidt Silva Silveira Siqueira Soares "
    "Souza Tavares Teixeira Teles Torres Trindade Valente Vargas Vasconcelos Vaz Vieira Xavier"
)
_PRIVATE_DOMAINS = ("correio.example", "email.example", "caixa.example", "postal.example")


@dataclass(frozen=True, slots=True)
class Town:
    """Where somebody lives; `region` is one of the five of the IBGE."""

    name: str
    state: str
    region: str
    area_code: str


TOWNS = tuple(
    Town(*line.split("|"))
    for line in (
        "São Paulo|SP|Sudeste|11",
        "São Paulo|SP|Sudeste|11",
        "São Paulo|SP|Sudeste|11",
        "Guarulhos|SP|Sudeste|11",
        "Campinas|SP|Sudeste|19",
        "Piracicaba|SP|Sudeste|19",
        "Sorocaba|SP|Sudeste|15",
        "Santos|SP|Sudeste|13",
        "Ribeirão Preto|SP|Sudeste|16",
        "Rio de Janeiro|RJ|Sudeste|21",
        "Niterói|RJ|Sudeste|21",
        "Belo Horizonte|MG|Sudeste|31",
        "Juiz de Fora|MG|Sudeste|32",
        "Uberlândia|MG|Sudeste|34",
        "Vitória|ES|Sudeste|27",
        "Curitiba|PR|Sul|41",
        "Londrina|PR|Sul|43",
        "Florianópolis|SC|Sul|48",
        "Blumenau|SC|Sul|47",
        "Porto Alegre|RS|Sul|51",
        "Caxias do Sul|RS|Sul|54",
        "Salvador|BA|Nordeste|71",
        "Feira de Santana|BA|Nordeste|75",
        "Recife|PE|Nordeste|81",
        "Fortaleza|CE|Nordeste|85",
        "Natal|RN|Nordeste|84",
        "Campina Grande|PB|Nordeste|83",
        "São Luís|MA|Nordeste|98",
        "Goiânia|GO|Centro-Oeste|62",
        "Brasília|DF|Centro-Oeste|61",
        "Cuiabá|MT|Centro-Oeste|65",
        "Campo Grande|MS|Centro-Oeste|67",
        "Manaus|AM|Norte|92",
        "Belém|PA|Norte|91",
        "Palmas|TO|Norte|63",
    )
)


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person of the demo before they are in the register. `is_woman` chooses the endings."""

    name: str
    is_woman: bool
    address: str
    town: Town
    is_work: bool = False

    @property
    def first(self) -> str:
        """The first name."""
        return self.name.split()[0]

    @property
    def ending(self) -> str:
        """The ending of an adjective said of this person."""
        return "a" if self.is_woman else "o"


class Names:
    """Draws people, no two of them with the same address."""

    def __init__(self, rng: random.Random, taken: set[str] | None = None) -> None:
        self.rng = rng
        self.taken = set(taken or ())

    def draw(
        self, domain: str = "", town: Town | None = None, *, is_work: bool = False
    ) -> Somebody:
        """A new person; with a domain their address is one of a firm."""
        rng = self.rng
        is_woman = rng.random() < 0.54
        first = rng.choice(WOMEN if is_woman else MEN)
        last = rng.sample(SURNAMES, 2 if rng.random() < 0.6 else 1)
        address = self._address(first, last[-1], domain)
        return Somebody(
            name=" ".join([first, *last]),
            is_woman=is_woman,
            address=address,
            town=town or rng.choice(TOWNS),
            is_work=is_work,
        )

    def _address(self, first: str, last: str, domain: str) -> str:
        at = domain or self.rng.choice(_PRIVATE_DOMAINS)
        sign = "." if domain else self.rng.choice([".", "_", "", "."])
        stem = text.fold(f"{first}{sign}{last}")
        number = 0 if domain or self.rng.random() < 0.6 else self.rng.randrange(60, 99)
        while True:
            address = f"{stem}{number or ''}@{at}"
            if address not in self.taken:
                self.taken.add(address)
                return address
            number = number + 1 if number else 2
