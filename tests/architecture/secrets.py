"""Who may read what was planted: one row a thing.

`readers` may meet the word somewhere, `shown` names the ways of reading in which each reader of
that way must find it. Ways are in `ways.py`; whoever is not a reader meets it in no way at all.
"""

from __future__ import annotations

from dataclasses import dataclass

from .world import CPF, CPF_SHOWN, PHONES

SAC = frozenset({"marina", "rita", "lia"})
ANSWERING = frozenset({"marina", "rita"})
TI = frozenset({"ana", "nina"})
RH = frozenset({"paulo", "nina"})  # Nina looks through broken glass
AGENTS = SAC | TI | RH
CUSTOMERS = frozenset({"joao", "bia", "follower"})
ADMINISTRATOR = frozenset({"beto"})
JOURNEYED = frozenset({"rita", "nina", "lucia", "beto"})
LEADING = frozenset({"rita", "nina", "lucia"})
STAFF = SAC | TI | RH | {"lucia"} | ADMINISTRATOR
BOARD_OUTSIDE = frozenset({"joao", "bia", "caio", "ana", "ana_by_link", "beto"})
BOARD_INSIDE = SAC | TI | frozenset({"paulo", "lucia", "beto", "carlos"})
CUSTOMERS_ALL = BOARD_OUTSIDE - ADMINISTRATOR
WRITERS = frozenset({"marina", "rita", "ana", "nina", "paulo"})
EVERYBODY = STAFF | CUSTOMERS | CUSTOMERS_ALL | {"carlos", "enzo", "zoe", "anonymous"}
TICKET = ("domain", "page", "api")
HANDLED = ("domain", "page")


@dataclass(frozen=True)
class Secret:
    """A planted word, the ticket it is about, its readers, and the ways in which each must find it.

    `also` may meet it elsewhere: in administration, in a list of teams.
    """

    word: str
    ticket: str
    readers: frozenset[str]
    shown: tuple[str, ...] = ()
    also: frozenset[str] = frozenset()


SECRETS = (
    # a customer's ticket
    Secret("assuntosofa", "sac", SAC | CUSTOMERS, (*TICKET, "list", "search")),
    Secret("palavrajoao", "sac", SAC | CUSTOMERS, (*TICKET, "search")),
    Secret("respostasac", "sac", SAC | CUSTOMERS, TICKET),
    Secret("originaljoao", "sac", SAC | CUSTOMERS, ("domain",)),
    Secret("htmljoao", "sac", SAC | CUSTOMERS, ("frames",)),
    Secret("anexojoao", "sac", SAC | CUSTOMERS, TICKET),
    Secret("conteudojoao", "sac", SAC | CUSTOMERS, ("files",)),
    Secret("assuntofechado", "private", SAC | {"joao"}, (*TICKET, "list", "search")),
    Secret("palavrafechada", "private", SAC | {"joao"}, (*TICKET, "search")),
    # what staff alone reads of it
    Secret("notaxsac", "sac", SAC, (*TICKET, "search")),
    Secret("htmlnota", "sac", SAC, ("frames",)),
    Secret("anexonota", "sac", SAC, TICKET),
    Secret("conteudonota", "sac", SAC, ("files",)),
    Secret("etiquetasac", "sac", SAC, HANDLED),
    Secret("motivoespera", "sac", SAC, HANDLED),
    Secret("motivofio", "sac", SAC, ("domain",)),
    Secret("porquevoltou", "sac", SAC, HANDLED),
    Secret("motivoligacao", "sac", SAC, ("domain",)),
    Secret("respostapronta", "sac", SAC, ("domain",), ADMINISTRATOR),
    Secret("cabecalho", "sac", SAC, ("raw",)),
    Secret("rascunhomarina", "sac", frozenset({"marina"}), HANDLED),
    Secret("rascunhorita", "sac", frozenset({"rita"}), HANDLED),
    Secret("Nomemarina", "sac", SAC, HANDLED, ADMINISTRATOR),
    Secret("Equipepapoula", "sac", SAC, ("domain",), STAFF),
    # a confidential team's
    Secret("assuntorh", "rh", RH | {"ana"}, (*TICKET, "list", "search")),
    Secret("palavrarh", "rh", RH | {"ana"}, (*TICKET, "search")),
    Secret("respostarh", "rh", RH | {"ana"}, TICKET),
    Secret("notaxrh", "rh", RH, (*TICKET, "search")),
    Secret("etiquetarh", "rh", RH, HANDLED),
    Secret("rascunhopaulo", "rh", frozenset({"paulo"}), HANDLED),
    Secret("Nomepaulo", "rh", RH, HANDLED, ADMINISTRATOR),
    Secret("Equipeorquidea", "rh", RH, ("domain",), ADMINISTRATOR),
    Secret("motivovidro", "rh", RH | ADMINISTRATOR, ()),
    # what was asked of other areas because of a customer's ticket, by Rita: her colleagues read what an
    # area answered unless it is confidential, the customer not a word
    Secret("assuntopedidoti", "sac", TI | {"rita"}, ("list", "search")),
    Secret("palavrapedidati", "sac", TI | {"rita"}, ("search",)),
    Secret("respostapedidati", "sac", SAC, ("inside",), TI),
    Secret("notapedidati", "sac", TI, ("search",)),
    Secret("assuntopedidorh", "sac", RH | {"rita"}, ("list", "search")),
    Secret("palavrapedidarh", "sac", RH | {"rita"}, ("search",)),
    Secret("respostapedidarh", "sac", RH | {"rita"}, ("inside",)),
    Secret("notapedidarh", "sac", RH, ("search",)),
    # what Lia asked of several departments at once, and what a department is told to do
    Secret("quempacote", "sac", RH | {"lia"}, ("search",)),
    Secret("instrucaopacote", "sac", RH, ("search",)),
    # a template that is not offered yet: its name to its team, the rest to who writes for it
    Secret("nomemodelo", "sac", SAC | ADMINISTRATOR, ("built",)),
    Secret("tarefamodelo", "sac", frozenset({"rita"}) | ADMINISTRATOR, ("built",)),
    Secret("campomodelo", "sac", frozenset({"rita"}) | ADMINISTRATOR, ("built",)),
    # who is here, who passed what on, and what tickets ask for
    Secret("pausamarina", "sac", SAC, ("presence",)),
    Secret("pausapaulo", "rh", RH, ("presence",)),
    Secret("pulomarina", "private", frozenset({"rita"}), ("fairness",)),
    Secret("habilidadesac", "private", SAC, ("routed",), ADMINISTRATOR),
    Secret("habilidaderh", "rh", RH, ("routed",), ADMINISTRATOR),
    # what was promised, and why it was paused
    Secret("promessasac", "sac", SAC, ("promised",), ADMINISTRATOR | {"lucia"}),
    Secret("promessarh", "rh", RH, ("promised",), ADMINISTRATOR),
    Secret("acordosac", "sac", SAC, ("promised", "page")),
    Secret("acordorh", "rh", RH, ("promised", "page")),
    # what is planned, and what time went where
    Secret("lembretemarina", "sac", frozenset({"marina"}), ("page", "planned")),
    Secret("lembretepaulo", "rh", frozenset({"paulo"}), ("page", "planned")),
    Secret("compromissopaulo", "rh", frozenset({"paulo"}), ("planned",)),
    Secret("motivosoneca", "sac", SAC, ("page",)),
    Secret("motivotempo", "sac", SAC, ("spent",)),
    # who would rather be called, and how that went
    Secret("ligacaoprivate", "private", SAC, ("called",)),
    Secret("ligacaorh", "rh", RH, ("called",)),
    Secret(PHONES["private"], "private", SAC | {"joao"}, ("called",)),
    Secret(PHONES["rh"], "rh", RH | {"ana"}, ("called",)),
    # what is asked of customers and of colleagues, while it is written
    # its numbers are told by its name to who leads or directs, its answers on their tickets
    Secret("pesquisasac", "sac", frozenset({"rita", "beto"}), ("surveyed", "asked"), SAC | LEADING),
    Secret("lugarsac", "sac", frozenset({"rita", "beto"}), ("asked",)),
    Secret("perguntasac", "sac", frozenset({"rita", "beto"}), ("surveyed",)),
    Secret("pesquisarh", "rh", frozenset({"paulo", "beto"}), ("surveyed", "asked"), LEADING),
    Secret("perguntarh", "rh", frozenset({"paulo", "beto"}), ("surveyed",), LEADING),
    # what clients go through: drawn for who asks, supervises or directs; a confidential team's apart
    Secret("jornadaempresa", "sac", JOURNEYED, ("drawn",)),
    Secret("etapaempresa", "sac", JOURNEYED, ("drawn",)),
    Secret("contatoempresa", "sac", JOURNEYED, ("drawn",)),
    Secret("jornadagente", "rh", ADMINISTRATOR, ("drawn",)),
    Secret("etapagente", "rh", ADMINISTRATOR, ("drawn",)),
    # who was invited to answer anonymously: the register knows her, no survey tells it
    Secret("Nomeclima", "rh", ADMINISTRATOR, ("person",)),
    # words that the company looks for, and what waits for a name
    Secret("temasac", "sac", LEADING | ADMINISTRATOR, ("themed",)),
    Secret("termosac", "sac", LEADING | ADMINISTRATOR, ("themed",)),
    Secret("gruposac", "sac", frozenset({"rita", "beto"}), ("themed",)),
    Secret("gruporh", "rh", ADMINISTRATOR, ("themed",), frozenset({"paulo"})),
    # what was done because of a low answer
    Secret("feitosac", "private", frozenset({"rita", "beto"}), ("improved",)),
    Secret("rascunhosac", "private", frozenset({"rita", "beto"}), ("improved",)),
    # what was told to who answered; who may read the survey's numbers reads it too
    Secret(
        "contadosac",
        "private",
        frozenset({"joao", "rita", "nina", "lucia", "beto"}),
        ("improved",),
    ),
    # what somebody bought, which colleagues who serve them inside never learn
    Secret("lojajoao", "sac", SAC | {"joao"} | ADMINISTRATOR, ("bought",)),
    Secret("pedidojoao", "sac", SAC | {"joao"} | ADMINISTRATOR, ("bought",)),
    Secret("lojaana", "rh", frozenset({"ana", "ana_by_link"}) | ADMINISTRATOR, ("bought",)),
    Secret("arquivoloja", "sac", ADMINISTRATOR, ("bought",)),
    Secret("arquivopedidos", "sac", ADMINISTRATOR, ("bought",)),
    # what customers suggest, what colleagues do, and what one team does; nobody else, glass or not
    Secret("quadrofora", "sac", BOARD_OUTSIDE, ("suggested",)),
    Secret("ideiafora", "sac", BOARD_OUTSIDE, ("suggested",)),
    Secret("detalhefora", "sac", BOARD_OUTSIDE, ("suggested",)),
    Secret("quadrodentro", "ti", BOARD_INSIDE, ("suggested",)),
    Secret("ideiadentro", "ti", BOARD_INSIDE, ("suggested",)),
    Secret("comentariodentro", "ti", BOARD_INSIDE, ("suggested",)),
    Secret("motivodentro", "ti", BOARD_INSIDE, ("suggested",)),
    Secret("ideiaoculta", "ti", frozenset({"ana", "beto"}), ("suggested",)),
    Secret("motivooculto", "ti", frozenset({"ana", "beto"}), ("suggested",)),
    Secret("quadrorh", "rh", frozenset({"paulo", "beto"}), ("suggested",)),
    Secret("ideiarh", "rh", frozenset({"paulo", "beto"}), ("suggested",)),
    # what the company owns: who keeps it, and of one thing who uses it; a confidential team's apart
    Secret("causati", "ti", AGENTS, ("caused",)),
    Secret("contornoti", "sac", AGENTS, ("caused",)),
    Secret("recadosac", "sac", SAC, ("caused",)),
    Secret("causarh", "ti", RH, ("caused",)),
    Secret("motivorh", "rh", RH, ("caused",)),
    Secret("multidaorh", "rh", RH, ("caused",)),
    Secret("mudancati", "ti", AGENTS, ("changed",)),
    Secret("planoti", "sac", AGENTS, ("changed",)),
    Secret("avisoti", "ti", AGENTS, ("changed",)),
    Secret("mudancarh", "rh", RH, ("changed",)),
    Secret("planorh", "ti", RH, ("changed",)),
    Secret("avisorh", "rh", RH, ("changed",)),
    Secret("bemsac", "sac", SAC | ADMINISTRATOR | {"carlos"}, ("owned", "search")),
    Secret("notabemsac", "sac", SAC | ADMINISTRATOR, ("owned",)),
    Secret("bemrh", "ti", RH, ("owned", "search")),
    Secret("tipobemrh", "rh", RH, ("owned",)),
    Secret("contratorh", "rh", RH, ("owned",)),
    Secret("arquivobemrh", "rh", RH, ("owned",)),
    # what fails: told to everybody, to those inside, to contractors, and of a confidential team's
    Secret("falhatodos", "sac", EVERYBODY, ("failures", "told of failures")),
    Secret("partetodos", "sac", EVERYBODY, ("failures",)),
    Secret("falhadedentro", "sac", BOARD_INSIDE, ("failures", "told of failures")),
    Secret("voltadedentro", "sac", BOARD_INSIDE, ("failures", "told of failures")),
    Secret("partededentro", "sac", BOARD_INSIDE, ("failures",)),
    Secret("alertaprestador", "ti", frozenset({"carlos", "beto", "nina"}), ("failures",)),
    Secret("parteprestador", "ti", frozenset({"carlos", "beto", "nina"}), ("failures",)),
    Secret("alertagente", "rh", RH, ("failures",)),
    Secret("partegente", "rh", RH, ("failures",)),
    # articles: for everybody, for those inside, for contractors, for customers, for one team, for writers
    Secret("artigopublico", "sac", EVERYBODY, ("known", "help")),
    Secret("artigodedentro", "sac", BOARD_INSIDE, ("known", "help")),
    Secret("artigoprestador", "sac", SAC | {"carlos"}, ("known",)),
    Secret("artigocliente", "sac", CUSTOMERS_ALL | SAC, ("known",)),
    Secret("artigoclientecorpo", "sac", CUSTOMERS_ALL | SAC, ("known",)),
    Secret("artigoequipe", "rh", RH, ("known",)),
    Secret("artigoequipecorpo", "rh", RH, ("known",)),
    Secret("artigoretirado", "sac", ANSWERING, ("known",)),
    Secret("versaoantiga", "sac", ANSWERING, ("known",)),
    Secret("titulonovo", "sac", ANSWERING, ("known",)),
    Secret("rascunhoartigo", "rh", frozenset({"paulo"}), ("known",)),
    Secret("rascunhocorpo", "rh", frozenset({"paulo"}), ("known",)),
    Secret("opiniaoartigo", "sac", ANSWERING, ("known",)),
    Secret("buscadavao", "sac", WRITERS, ("known",)),
    # what is asked so often that it is a subject: told to who writes for the team that was asked
    Secret("lacunasac", "sac", ANSWERING, ("lacked",), frozenset({"lia", "joao"})),
    Secret("lacunarh", "rh", RH, ("lacked",), frozenset({"lia"})),
    # announcements: for everybody, those inside, customers, contractors and one team; drafts for who announces
    Secret("avisopublico", "sac", EVERYBODY, ("announced",)),
    Secret("avisodedentro", "sac", BOARD_INSIDE, ("announced",)),
    Secret("avisodedentrocorpo", "sac", BOARD_INSIDE, ("announced",)),
    Secret("avisocliente", "sac", BOARD_OUTSIDE, ("announced",)),
    Secret("avisoprestador", "sac", frozenset({"carlos", "beto"}), ("announced",)),
    Secret("avisoequipe", "rh", RH, ("announced",)),
    Secret("avisoequipecorpo", "rh", RH, ("announced",)),
    Secret("avisodepois", "sac", EVERYBODY, ("announced",)),
    Secret("avisoantes", "sac", frozenset({"rita", "beto"}), ("announced",)),
    Secret("avisoinedito", "sac", frozenset({"rita", "beto"}), ("announced",)),
    Secret("avisoretirado", "sac", frozenset({"rita", "beto"}), ("announced",)),
    # what waits for a yes: who asked, who is or was asked, who handles the ticket, who keeps the rule
    Secret("aprovaprestador", "ti", TI | ADMINISTRATOR | {"carlos", "lucia"}, ("approving",)),
    Secret("motivoaprovado", "ti", TI | ADMINISTRATOR | {"carlos", "lucia"}, ("approving",)),
    Secret("aprovarh", "rh", RH | {"ana", "lucia"}, ("approving",)),
    Secret("pedidosac", "sac", SAC | {"lucia"}, ("approving",)),
    Secret("aprovasac", "sac", SAC | {"lucia"} | ADMINISTRATOR, ("approving",)),
    Secret("regrasac", "sac", SAC | {"lucia"} | ADMINISTRATOR, ("approving",)),
    Secret("regrarh", "rh", RH | {"ana", "lucia"}, ("approving",)),
    Secret("ausenciabeto", "ti", frozenset({"lucia"}) | ADMINISTRATOR, ("approving",)),
    # the catalog: for those inside, customers, contractors and one team; drafts for who offers
    Secret("itemdedentro", "sac", BOARD_INSIDE, ("offered", "search")),
    Secret("itemdedentroresumo", "sac", BOARD_INSIDE, ("offered", "search")),
    Secret("itemdedentrocampo", "sac", BOARD_INSIDE, ("offered",)),
    Secret("itemcliente", "sac", BOARD_OUTSIDE | {"rita"}, ("offered",)),
    Secret("itemclientecampo", "sac", BOARD_OUTSIDE | {"rita"}, ("offered",)),
    Secret("itemprestador", "sac", frozenset({"carlos", "nina", "beto"}), ("offered",), TI),
    Secret("itemclienteresumo", "sac", CUSTOMERS_ALL, ("search",), frozenset({"rita", "beto"})),
    Secret(
        "itemprestadorresumo",
        "ti",
        frozenset({"carlos"}),
        ("search",),
        TI | ADMINISTRATOR | {"rita"},
    ),
    Secret("itemequipe", "rh", RH, ("offered", "search")),
    Secret("itemequipecampo", "rh", RH, ("offered",)),
    Secret("itemrascunho", "sac", frozenset({"rita", "beto"}), ("offered",)),
    Secret("valorpedido", "ti", TI | {"carlos"}, ("offered",)),
    # another team's, asked by a contractor
    Secret("assuntoti", "ti", TI | {"carlos"}, (*TICKET, "list", "search")),
    Secret("palavrati", "ti", TI | {"carlos"}, (*TICKET, "search")),
    Secret("notaxti", "ti", TI, (*TICKET, "search")),
    Secret("Equipelavanda", "ti", TI, ("domain",), STAFF),
    # what lies around
    Secret("assuntoquarentena", "sac", ANSWERING, ("quarantine",)),
    Secret("palavraquarentena", "sac", ANSWERING, ("quarantine",)),
    Secret("motivoquarentena", "sac", ANSWERING, ("quarantine",)),
    Secret("fatojoao", "sac", SAC | {"joao"} | ADMINISTRATOR, ("person",)),
    Secret(CPF, "sac", frozenset({"joao", "rita"}) | ADMINISTRATOR, ()),
    Secret(CPF_SHOWN, "sac", frozenset({"joao", "rita"}) | ADMINISTRATOR, ("person",)),
    Secret("nometoken", "sac", frozenset({"joao"}) | ADMINISTRATOR, ("tokens",)),
    Secret("aparelhojoao", "sac", frozenset({"joao"}), ("sessions",)),
    Secret("Nomegone", "sac", ADMINISTRATOR, ()),
)
