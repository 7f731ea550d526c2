"""What the shop sells, with the grammar that sentences about it need."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Product:
    """`noun` is what people call it, `model` its name in the shop; prices are in cents."""

    noun: str
    model: str
    is_feminine: bool
    cents: int
    line: str
    colours: tuple[str, ...]

    @property
    def name(self) -> str:
        """Noun and model."""
        return f"{self.noun} {self.model}"


_WOOD = ("branca", "carvalho", "nogueira", "cinza", "off-white", "freijó")
_FABRIC = ("cinza", "bege", "azul-marinho", "verde-oliva", "terracota", "grafite")
_METAL = ("branca", "inox", "preta")
_COLOURS = {
    "wood": _WOOD,
    "fabric": _FABRIC,
    "electronics": _METAL,
    "gadget": _METAL,
    "bed": ("branca", "bege", "cinza"),
}

_LINES = """
guarda-roupa|Ipê 3 portas|m|1349.90|wood
guarda-roupa|Jatobá 6 portas|m|1899.00|wood
guarda-roupa|Solteiro Angico|m|799.90|wood
cômoda|Lavanda 5 gavetas|f|529.90|wood
mesa de jantar|Aroeira 6 lugares|f|1599.00|wood
mesa de jantar|Paineira 4 cadeiras|f|1099.90|wood
mesa de escritório|Sabiá em L|f|649.90|wood
escrivaninha|Bem-te-vi|f|389.90|wood
rack|Garapeira 1,80 m|m|579.90|wood
painel de TV|Mirante|m|699.90|wood
estante|Letras 5 prateleiras|f|459.90|wood
aparador|Quitanda|m|499.00|wood
sapateira|Passo Certo|f|329.90|wood
mesa de cabeceira|Sereno|f|219.90|wood
criado-mudo|Cedro|m|249.90|wood
cristaleira|Dona Flor|f|1190.00|wood
armário de cozinha|Sabor 7 peças|m|1449.90|wood
balcão de pia|Maré 1,20 m|m|549.90|wood
berço|Ninho|m|899.90|wood
beliche|Dois Irmãos|m|1090.00|wood
sofá|Varanda retrátil 3 lugares|m|2199.00|fabric
sofá|Enseada 2 lugares|m|1399.90|fabric
sofá-cama|Visita|m|1699.00|fabric
poltrona|Domingo|f|899.90|fabric
poltrona|Amamentação Colo|f|1049.90|fabric
puff|Bolinho|m|189.90|fabric
cadeira de escritório|Postura|f|799.90|fabric
cadeira gamer|Arena|f|1199.00|fabric
cabeceira|Lua casal|f|459.90|fabric
colchão|Nuvem queen|m|1799.00|bed
colchão|Descanso casal|m|1199.90|bed
cama box|Serena queen|f|2399.00|bed
cama box|Serena solteiro|f|999.90|bed
geladeira|Polar 410 L|f|3299.00|electronics
geladeira|Polar duplex 340 L|f|2699.00|electronics
fogão|Lenha Nova 5 bocas|m|1499.00|electronics
cooktop|Chama 4 bocas|m|649.90|electronics
micro-ondas|Ligeiro 32 L|m|749.90|electronics
lava-louças|Alvorada 8 serviços|f|2199.00|electronics
máquina de lavar|Correnteza 12 kg|f|2399.00|electronics
secadora|Mormaço 10 kg|f|2299.00|electronics
TV|Janela 50 polegadas|f|2499.00|electronics
TV|Janela 43 polegadas|f|1899.00|electronics
caixa de som|Roda de Samba|f|599.90|gadget
fritadeira|Estala 5 L|f|459.90|gadget
ar-condicionado|Brisa 12.000 BTUs|m|2299.00|electronics
ventilador|Vento Sul|m|249.90|gadget
aspirador|Zás sem fio|m|699.90|gadget
cafeteira|Bom Dia|f|399.90|gadget
notebook|Praça 15|m|3599.00|gadget
"""


def _read() -> tuple[Product, ...]:
    found = []
    for line in _LINES.split("\n"):
        if line:
            noun, model, gender, price, kind = line.split("|")
            cents = round(float(price) * 100)
            found.append(Product(noun, model, gender == "f", cents, kind, _COLOURS[kind]))
    return tuple(found)


PRODUCTS = _read()

DEFECTS = {
    "wood": (
        "uma porta empenada",
        "a lateral lascada",
        "o fundo rachado",
        "uma gaveta que não corre",
        "furos que não batem com os parafusos",
        "um risco fundo na frente",
        "a dobradiça torta",
    ),
    "fabric": (
        "a costura aberta no assento",
        "um rasgo no tecido",
        "o pé bambo",
        "o mecanismo travado",
        "uma mancha de cola no encosto",
        "a espuma afundada de um lado",
    ),
    "bed": (
        "um lado mais baixo que o outro",
        "a costura solta na lateral",
        "um barulho de mola quando a gente vira",
        "uma mancha na parte de baixo",
    ),
    "electronics": (
        "um barulho alto quando liga",
        "a tela com uma faixa escura",
        "um amassado na lateral",
        "o botão de ligar que não responde",
        "um vazamento de água por baixo",
        "o painel que apaga sozinho",
        "um cheiro de queimado",
    ),
    "gadget": (
        "o botão de ligar que não responde",
        "um barulho alto quando liga",
        "uma peça trincada",
        "um cheiro de queimado",
        "um mau contato no fio",
    ),
}
PARTS = {
    "wood": (
        "o kit de parafusos",
        "uma dobradiça",
        "o puxador",
        "a porta do meio",
        "o trilho da gaveta",
    ),
    "fabric": ("um dos pés", "o kit de parafusos", "a capa da almofada", "o encosto esquerdo"),
    "bed": ("um dos pés da base", "o estrado", "a capa protetora"),
    "gadget": ("o cabo de força", "o manual", "o carregador", "a tampa"),
    "electronics": (
        "o cabo de força",
        "o manual",
        "o controle remoto",
        "a prateleira de vidro",
        "a mangueira",
    ),
}


def money(cents: int) -> str:
    """An amount as Brazilians write it: R$ 1.349,90."""
    return "R$ " + f"{cents / 100:,.2f}".translate(str.maketrans(",.", ".,"))
