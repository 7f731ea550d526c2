"""Articles that those inside read: everybody, one kind of relationship, or one team."""

from __future__ import annotations

from .told import Told

_INSIDE = ("internal",)

INSIDE: tuple[Told, ...] = (
    Told(
        "TI",
        "acessos",
        _INSIDE,
        "Esqueci a senha ou a conta foi bloqueada",
        "Troque sozinho em dois minutos; a conta desbloqueia em quinze.",
        "1. Na tela de entrada, escolha **Esqueci a senha**.\n2. O código vai para o celular cadastrado."
        "\n3. Use doze letras ou mais; uma frase é melhor.\n\nDepois de cinco erros a conta fica"
        " bloqueada por **quinze minutos**.\n\n::: para equipe:TI\nConfira a identidade por vídeo ou"
        " crachá antes de trocar o celular cadastrado. Nunca por e-mail.\n:::",
        helped=(61, 70),
    ),
    Told(
        "TI",
        "acessos",
        _INSIDE,
        "VPN: trabalhar fora da loja",
        "Instale o aplicativo, entre com a sua conta e confirme no celular.",
        "Abra o **Portal da Empresa**, instale a VPN e confirme no celular. Cai muito? Troque a rede"
        " Wi-Fi para 5 GHz antes de abrir chamado.",
        helped=(18, 29),
    ),
    Told(
        "TI",
        "acessos",
        ("employee", "outsourced"),
        "Pedir acesso a um sistema",
        "Diga o sistema, para quê e até quando; o gestor aprova.",
        "O pedido vai ao gestor e depois à TI. **Acesso de terceirizado tem data de fim**, renovável.",
        helped=(11, 14),
    ),
    Told(
        "TI",
        "equipamentos",
        _INSIDE,
        "Impressora não imprime",
        "Desligue por um minuto, confira o papel e a fila.",
        "1. Desligue por um minuto.\n2. Abra a fila e cancele o que está parado.\n3. Continua? Abra um"
        " chamado com o **número do patrimônio**.",
        helped=(25, 41),
        stale=75,
    ),
    Told(
        "TI",
        "equipamentos",
        ("employee",),
        "Notebook: pedir, trocar e devolver",
        "Acima de R$ 8.000 passa pelo gestor, pelo Financeiro e pela TI.",
        "Peça pelo catálogo. O padrão chega em cinco dias úteis. **Acima de R$ 8.000** o pedido passa"
        " pelo gestor, por uma pessoa do Financeiro e pela TI.\n\nNa saída, devolva com o carregador.",
        helped=(7, 9),
    ),
    Told(
        "TI",
        "acessos",
        _INSIDE,
        "Recebi um e-mail suspeito",
        "Não clique: encaminhe para a TI como anexo.",
        "Encaminhe **como anexo**. Clicou? Troque a senha agora e abra um chamado com prioridade alta:"
        " ninguém leva bronca por avisar.",
        helped=(13, 13),
    ),
    Told(
        "TI",
        "acessos",
        ("contractor", "outsourced", "supplier"),
        "Wi-Fi para quem nos visita ou presta serviço",
        "Rede BoaPraca-Visitantes, com código do dia na recepção.",
        "O código muda **todo dia** e está na recepção e na portaria do depósito. A rede interna é só"
        " para equipamentos da casa.",
        helped=(5, 6),
    ),
    Told(
        "RH",
        "pessoas",
        ("employee",),
        "Férias: como marcar e até quando",
        "Marque com sessenta dias; até três períodos, um de catorze dias.",
        "Combine com o gestor e peça com **sessenta dias** de antecedência. Dá para dividir em até três"
        " períodos, um deles de pelo menos catorze dias.\n\n::: para equipe:RH\nConfira o período"
        " concessivo antes de aprovar: férias vencidas são pagas em dobro.\n:::",
        helped=(38, 42),
    ),
    Told(
        "RH",
        "pessoas",
        ("employee",),
        "Holerite e informe de rendimentos",
        "Sai no quinto dia útil; o informe, em fevereiro.",
        "Está no portal do colaborador. Erro no holerite? Abra um chamado para o RH: é **sigiloso**.",
        helped=(29, 31),
    ),
    Told(
        "RH",
        "pessoas",
        ("employee",),
        "Plano de saúde: incluir dependente",
        "Até trinta dias do casamento ou nascimento, sem carência.",
        "Mande a certidão em até **trinta dias**. Depois disso há carência.",
        stale=5,
    ),
    Told(
        "RH",
        "pessoas",
        ("employee", "outsourced"),
        "Ponto: esqueci de bater",
        "Ajuste em até dois dias úteis, com o motivo.",
        "Peça o ajuste em até **dois dias úteis**. Terceirizados pedem também à própria empresa.",
        helped=(16, 22),
    ),
    Told(
        "RH",
        "pessoas",
        _INSIDE,
        "Canal de escuta e assédio: quem ouve e o que acontece",
        "Anônimo se você quiser; ninguém da sua área lê.",
        "Você pode falar **sem dizer o nome**. Quem recebe não é da sua área, e retaliação é falta"
        " grave. Em perigo, ligue 190 ou 180.",
    ),
    Told(
        "RH",
        "rotinas",
        ("team:RH",),
        "Roteiro de admissão do RH",
        "Do aceite da proposta ao primeiro dia.",
        "1. Exame e documentos.\n2. eSocial até a véspera.\n3. Pacote de boas-vindas (o modelo abre as"
        " tarefas de TI, Financeiro e Logística).\n4. Padrinho ou madrinha na equipe.",
    ),
    Told(
        "Financeiro",
        "reembolso",
        ("employee",),
        "Reembolso de despesas",
        "Peça em até trinta dias, com a nota no CNPJ da empresa.",
        "Foto legível da nota, centro de custo e motivo. Pagamos **às quintas**.\n\n::: para"
        " equipe:Financeiro\nDespesa sem nota até R$ 50 aceita declaração; acima, devolva no mesmo dia"
        " com o motivo.\n:::",
        helped=(21, 33),
    ),
    Told(
        "Financeiro",
        "fornecedores",
        ("supplier", "contractor"),
        "Como faturar para a Boa Praça",
        "Número do pedido na nota, até o dia 25.",
        "Emita até o **dia 25** com o número do pedido de compra. Pagamento em 28 dias; boleto sem"
        " pedido volta.",
        helped=(6, 7),
    ),
    Told(
        "Logística",
        "fornecedores",
        ("supplier",),
        "Agendar entrega no depósito",
        "De segunda a sexta, das 7h às 15h, com dois dias de antecedência.",
        "Informe placa, volumes e pedido. **Sem agenda não há descarga.** Paletes PBR.",
        helped=(4, 5),
    ),
    Told(
        "Logística",
        "entregas",
        ("contractor",),
        "Roteiro do entregador",
        "Ligue meia hora antes, fotografe, colha a assinatura.",
        "1. Ligue meia hora antes.\n2. Fotografe o móvel no lugar.\n3. Avaria? Anote no canhoto e avise"
        " **antes de sair**.\n\nAcidente: 193, depois a Logística.",
        helped=(9, 9),
    ),
    Told(
        "SAC",
        "rotinas",
        ("team:SAC",),
        "Cliente exaltado: o que fazer nos primeiros dois minutos",
        "Ouça, repita o que entendeu, diga o próximo passo com hora.",
        "Não interrompa. Repita em uma frase. Diga **o que vai acontecer e quando**. Depois de ofensa"
        " pessoal você pode encerrar e fazer uma pausa.",
        helped=(8, 8),
    ),
    Told(
        "SAC",
        "rotinas",
        _INSIDE,
        "Achar uma compra sem a nota fiscal",
        "Pelo CPF, pelo telefone ou pelo endereço da entrega.",
        "Busque nesta ordem: CPF, telefone, endereço. Confirme **dois dados** antes de falar do pedido.",
        helped=(15, 17),
        stale=21,
    ),
    Told(
        "TI",
        "rotinas",
        ("team:TI",),
        "Servidor de arquivos cheio",
        "Liste os maiores, avise os donos, amplie o volume.",
        "`du -xh --max-depth=2 /dados | sort -h | tail`. Ampliar o volume não precisa de janela; mover"
        " pastas, sim.",
    ),
    Told(
        "Logística",
        "entregas",
        _INSIDE,
        "Rotas e dias de entrega por cidade",
        "Capital todo dia; interior por rota, uma ou duas vezes por semana.",
        "| Rota | Dias |\n|---|---|\n| Capital | seg a sáb |\n| Vale | ter, sex |\n| Serra | qua |\n"
        "| Litoral | qui |\n\nFeriado municipal muda a rota: confira o calendário.",
        helped=(12, 19),
    ),
)
