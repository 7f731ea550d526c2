"""Articles that customers and visitors read, some with parts for those inside."""

from __future__ import annotations

from .told import Told

_ALL = ("public",)
_CUSTOMERS = ("customer",)

OUTSIDE: tuple[Told, ...] = (
    Told(
        "SAC",
        "trocas",
        _ALL,
        "Como trocar ou devolver um móvel?",
        "Até sete dias depois do recebimento, sem custo, para compras fora da loja.",
        "Comprou pelo site, por telefone ou pelo WhatsApp? Você tem **sete dias corridos**, contados"
        " do recebimento, para desistir sem dizer por quê (artigo 49 do Código de Defesa do"
        " Consumidor).\n\n## Como pedir\n\n1. Abra um chamado com o número do pedido.\n2. Deixe o móvel"
        " como veio; a embalagem ajuda, mas não é obrigatória.\n3. Combinamos o dia da retirada.\n\n"
        "::: interno\n## Alçada\n\nO atendente aprova a devolução sozinho até **R$ 3.000**. Acima disso,"
        " a supervisão confirma no mesmo dia. Não ofereça crédito antes de a pessoa escolher: o"
        " estorno é direito dela.\n:::\n\n## Quando recebo de volta\n\nNo cartão, em até duas faturas;"
        " no Pix, em até três dias úteis depois da retirada.",
        (
            "How do I exchange or return furniture?",
            "Within seven days of delivery, free of charge, for what was not bought in a shop.",
            (
                "Bought on the site, by phone or WhatsApp? You have **seven days** from delivery to change"
                " your mind, without a reason.\n\n## How to ask\n\n1. Open a ticket with your order number."
                "\n2. Leave the furniture as it came.\n3. We agree on a day to collect it.\n\n::: internal\n"
                "Agents approve returns up to **R$ 3,000** by themselves.\n:::\n\n## When I am paid back\n\n"
                "By card within two statements, by Pix within three business days."
            ),
        ),
        helped=(46, 53),
    ),
    Told(
        "SAC",
        "entrega",
        _ALL,
        "Onde está o meu pedido?",
        "Acompanhe pelo portal, ou pergunte com o número do pedido.",
        "Entre no portal com o seu e-mail: em **Meus pedidos** está o dia prometido de cada entrega."
        "\n\n- Na véspera mandamos o período (manhã ou tarde).\n- No dia, o entregador liga meia hora"
        " antes.\n\n::: para prestadores\nSe o telefone não atende, espere dez minutos, fotografe a"
        " fachada e ligue para a Logística antes de ir embora.\n:::\n\nPassou do dia? Abra um chamado:"
        " respondemos no mesmo dia útil.",
        (
            "Where is my order?",
            "Follow it in the portal, or ask with the order number.",
            (
                "Sign in to the portal with your e-mail: **My orders** shows the day each delivery was"
                " promised for. The courier calls half an hour before."
            ),
        ),
        helped=(88, 101),
    ),
    Told(
        "SAC",
        "entrega",
        _ALL,
        "Posso mudar o endereço ou o dia da entrega?",
        "Sim, até 24 horas antes, sem custo na mesma cidade.",
        "Até **24 horas antes** é só pedir por aqui. Para outra cidade o frete é calculado de novo, e"
        " você confirma antes.\n\n## Prédio\n\nMeça o elevador e a porta: içamento é combinado à parte.",
        helped=(17, 21),
    ),
    Told(
        "SAC",
        "montagem",
        _ALL,
        "A montagem está incluída?",
        "Em guarda-roupas, cozinhas e camas, sim; nos outros, se você contratar.",
        "Está incluída em **guarda-roupas, cozinhas e camas**. Em outros móveis custa a partir de"
        " R$ 89 e é marcada em até cinco dias úteis depois da entrega.\n\n## Antes do montador\n\n"
        "Deixe o lugar livre e uma tomada por perto. Parede de gesso precisa de bucha própria.",
        helped=(31, 40),
    ),
    Told(
        "SAC",
        "montagem",
        _ALL,
        "Faltou uma peça ou ferragem",
        "Mande a foto da etiqueta: a peça chega em até sete dias úteis.",
        "Abra um chamado com a **foto da etiqueta** (atrás do móvel ou na caixa) e o número da peça no"
        " manual. A peça chega em até **sete dias úteis**, sem custo na garantia.\n\n::: interno\nPeça"
        " ao almoxarifado pelo código da etiqueta, nunca pelo nome do móvel: o mesmo nome tem três"
        " gerações.\n:::",
        helped=(22, 30),
    ),
    Told(
        "SAC",
        "garantia",
        _ALL,
        "Qual é a garantia dos móveis?",
        "Noventa dias por lei, e um ano contratual nos móveis da casa.",
        "| Produto | Garantia |\n|---|---|\n| Móveis | 1 ano |\n| Estofados (estrutura) | 3 anos |\n"
        "| Eletrodomésticos | do fabricante |\n\nNão cobre desgaste natural, água e montagem feita por"
        " terceiros. Guarde a nota; se perdeu, achamos a compra pelo CPF.",
        helped=(54, 60),
    ),
    Told(
        "SAC",
        "garantia",
        _ALL,
        "O móvel chegou com defeito ou riscado",
        "Avise em até sete dias com fotos: consertamos ou trocamos.",
        "Fotografe o defeito e a etiqueta. Se possível, anote no canhoto da entrega. Você escolhe entre"
        " **conserto, peça nova ou troca**.\n\n::: interno\nRisco em entrega da Serra Cargas: abra"
        " também uma solicitação interna para a Logística, que cobra a transportadora.\n:::",
        helped=(27, 39),
        drafted="Fotografe o defeito e a etiqueta, de perto e de longe. Você escolhe entre **conserto,"
        " peça nova ou troca**, e respondemos em um dia útil.",
    ),
    Told(
        "SAC",
        "cuidados",
        _ALL,
        "Como limpar o sofá de linho?",
        "Aspire toda semana; manchas, só com pano úmido e sabão neutro.",
        "Aspire **uma vez por semana**. Mancha fresca: papel seco, depois pano úmido com sabão neutro,"
        " sem esfregar. Não use alvejante nem vapor.",
        helped=(12, 13),
    ),
    Told(
        "SAC",
        "cuidados",
        _ALL,
        "Cuidados com madeira maciça",
        "Longe de sol direto e água; cera uma vez por ano.",
        "Madeira trabalha com a umidade: pequenas frestas são normais. Use **porta-copos**, evite sol"
        " direto e passe cera incolor uma vez por ano.",
        stale=40,
        helped=(6, 8),
    ),
    Told(
        "Financeiro",
        "pagamento",
        _ALL,
        "Formas de pagamento e parcelamento",
        "Pix, cartão em até dez vezes sem juros, boleto à vista.",
        "- **Pix**: 5% de desconto.\n- **Cartão**: até 10 vezes sem juros, parcela mínima de R$ 100.\n"
        "- **Boleto**: à vista; o pedido anda quando o banco confirma.",
        (
            "How can I pay?",
            "Pix, card in up to ten instalments, bank slip.",
            (
                "- **Pix**: 5% off.\n- **Card**: up to 10 instalments without interest.\n- **Bank slip**: at"
                " once; the order moves on when the bank confirms."
            ),
        ),
        helped=(33, 36),
    ),
    Told(
        "Financeiro",
        "pagamento",
        _ALL,
        "Segunda via de boleto e nota fiscal",
        "A nota vai por e-mail no dia do envio; a segunda via sai na hora.",
        "A **nota fiscal** vai para o seu e-mail no dia em que o pedido sai. Perdeu? Peça aqui com o CPF"
        " ou CNPJ da compra.\n\n::: interno\nConfira o CPF antes de mandar: nota de outra pessoa é"
        " incidente de dados, avise o encarregado.\n:::",
        helped=(40, 44),
    ),
    Told(
        "Financeiro",
        "pagamento",
        _ALL,
        "Quando cai o estorno?",
        "Pix em até três dias úteis; cartão em até duas faturas.",
        "O prazo conta da **retirada do móvel** ou do cancelamento. Quem decide em qual fatura aparece é"
        " o banco do cartão.\n\n::: para equipe:SAC, equipe:Financeiro\nPassados 10 dias úteis sem"
        " estorno no Pix, mande o comprovante com o código E2E; não peça que a pessoa espere mais."
        "\n:::",
        helped=(19, 37),
    ),
    Told(
        "SAC",
        "conta",
        _ALL,
        "Como falar com a gente e por onde acompanhar",
        "Um protocolo só, qualquer que seja o canal.",
        "Por e-mail, site ou telefone, você recebe **um número de protocolo**. Com ele e o seu e-mail"
        " acompanha tudo no portal, sem senha: mandamos um link.",
        (
            "How to reach us and follow your request",
            "One protocol number, whatever the channel.",
            (
                "By e-mail, site or phone you get **one protocol number**. With it and your e-mail you"
                " follow everything in the portal, without a password: we mail you a link."
            ),
        ),
        helped=(9, 10),
    ),
    Told(
        "SAC",
        "conta",
        _ALL,
        "Seus dados: o que guardamos e como pedir uma cópia",
        "Peça cópia, correção ou exclusão pelo mesmo canal.",
        "Guardamos o que a entrega e a lei pedem. Para **cópia, correção ou exclusão**, abra um chamado"
        " com o assunto LGPD: o encarregado responde em até quinze dias.",
    ),
    Told(
        "SAC",
        "clube",
        _CUSTOMERS,
        "Clube Boa Praça: como usar os pontos",
        "Cada R$ 10 viram um ponto; cem pontos, R$ 20 de desconto.",
        "Os pontos entram **trinta dias** depois da entrega e valem um ano. Use na próxima compra,"
        " informando o CPF.",
        helped=(14, 20),
    ),
    Told(
        "SAC",
        "clube",
        _CUSTOMERS,
        "Visita do projetista para clientes",
        "Gratuita uma vez por ano para quem comprou cozinha ou quarto planejado.",
        "Peça aqui com três horários. O projetista mede, desenha e deixa o orçamento; não há"
        " compromisso de compra.",
    ),
    Told(
        "Logística",
        "entrega",
        _ALL,
        "Içamento: quando é preciso e quanto custa",
        "Quando o móvel não passa pela escada ou pelo elevador.",
        "Custa a partir de **R$ 350** e precisa da autorização do condomínio. Mande fotos da janela e"
        " da rua.",
        stale=12,
    ),
    Told(
        "SAC",
        "trocas",
        _ALL,
        "Comprei na loja e me arrependi",
        "Em loja física não há prazo legal, mas trocamos em até dez dias.",
        "Sem uso e com etiqueta, **trocamos por outro produto em até dez dias**. Com defeito vale a"
        " garantia, sempre.",
        helped=(8, 15),
    ),
)
