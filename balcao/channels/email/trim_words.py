"""What mail programs write above quotes and below texts, accent-blind and lower-cased.

The Portuguese forms come from public archives of lists and from the programs' own catalogues.
"""

from __future__ import annotations

import re
from typing import Literal

Language = Literal["pt", "en"]

_ENDING = r"[\s)\]>*_-]*:\s*[*_]*$"
_WROTE: dict[Language, re.Pattern[str]] = {
    "pt": re.compile(rf"(?:escreveu|escreveu o seguinte|disse){_ENDING}"),
    "en": re.compile(rf"(?:wrote|writes|said){_ENDING}"),
}
WROTE_AT: dict[Language, re.Pattern[str]] = {
    "pt": re.compile(r"\bescreveu (?:em|no dia|na|as) [^:]{0,40}\d[\d:/. h-]{3,30}:?$"),
    "en": re.compile(r"\bwrote (?:on|at) [^:]{0,40}\d[\d:/. apm,-]{3,30}:?$"),
}
# Other languages say who wrote and when in much the same way: a mailbox, an hour, a colon.
_MAILBOX_LAST = re.compile(r"[^\s<>@]{1,64}@[^\s<>@]{3,250}>?[^@<>]{0,30}:$")
_HOUR = re.compile(r"\b\d{1,2}[:.h]\d{2}\b")
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")


def wrote(joined: str, languages: tuple[Language, ...]) -> bool:
    """True when the line ends as "… escreveu:" or "… wrote:", or names a mailbox and an hour."""
    end = joined[-60:]
    if any(_WROTE[language].search(end) for language in languages):
        return True
    return (
        "@" in joined
        and _MAILBOX_LAST.search(joined[-350:]) is not None
        and _HOUR.search(joined) is not None
        and _YEAR.search(joined) is not None
    )


# What the line above a quote begins with, when the program writes date first.
OPENER = re.compile(
    r"[*_-]*\s*(?:(?:em|no dia|na|dia|as|a|on|at|le|el|am|il|op|den|"
    r"(?:seg|ter|qua|qui|sex|sab|dom|mon|tue|wed|thu|fri|sat|sun)[a-z-]{0,15}\.?)[\s,]"
    r"|\d{1,4}[-/. ])"
)
# "Citando Maria <m@e.example>:" (Horde), "Quoting …".
QUOTING = re.compile(r"(?:citando|quoting) .{2,200}:")
# "2014-10-02 10:48 GMT-03:00 Maria Souza <m@e.example>:" and Zoho's ruled-off line.
STAMPED = re.compile(
    r"\d{4}-\d{2}-\d{2} \d{1,2}:\d{2}[^<>]{0,120}<[^<>\s]{3,200}>\s?:"
    r"|-{2,} ?(?:em|on) .{5,250} (?:escreveu|wrote) ?-{2,}"
)
_ORIGINAL = (
    r"(?:mensagem|e-?mail|compromisso|reuniao) (?:original|encaminhad[ao]|anterior|reenviad[ao])"
    r"(?: enviad[ao])?"
    r"|(?:original|forwarded) (?:message|mail|e-?mail|appointment)|message d'origine"
    r"|mensaje (?:original|reenviado)|messaggio (?:originale|inoltrato)|ursprungliche nachricht"
)
SEPARATOR = re.compile(
    rf"[-_=*#~]{{2,}} ?(?:{_ORIGINAL}) ?[-_=*#~]*:?"
    r"|(?:inicio da mensagem (?:encaminhada|reenviada|original)|begin forwarded message) ?:"
)
RULE = re.compile(r"[-_=*\u2014\u2015\u2500]{10,400}")
HEADER = re.compile(
    r"[*_ ]*(?:"
    r"(?P<sender>de|from|remetente|von|fra|van|fran|od|da|от|差出人)"
    r"|(?P<date>enviad[ao](?: em)?|data(?: de envio)?|date|sent|enviado el|fecha|gesendet|envoye"
    r"|datum|sendt|dato|verzonden|skickat|inviato|wyslano|отправлено|送信日時)"
    r"|(?P<recipient>para|to|destinatarios?|an|til|aan|till|do|кому|宛先)"
    r"|(?P<copy>cc|c/c|cco|bcc)"
    r"|(?P<subject>assunto|subject|asunto|betreff|objet|emne|onderwerp|amne|temat|oggetto|тема|件名)"
    r") ?[*_]* ?[:：]"
)
_DEVICES = (
    r"iphone|ipad|ipod|celular|smartphone|telefone|android|samsung|galaxy|motorola|moto\b|xiaomi"
    r"|redmi|huawei|nokia|blackberry|windows|outlook|yahoo|gmail|e-?mail|correio|tablet"
    r"|dispositivo|aparelho|bol\b|uol\b|terra\b|hotmail|proton|webmail|thunderbird|aqua ?mail"
    r"|blue ?mail|mobile|phone|device|mail\b|sparrow|mailbird|spark|app\b"
)
DEVICE = re.compile(
    rf"(?:enviad[ao] (?:do|da|de|a partir d[oe]|pel[oa]|via|com|por|usando|atraves d[oae])\b.{{0,60}}(?:{_DEVICES})"
    rf"|sent (?:from|with|via|by|using)\b.{{0,60}}(?:{_DEVICES})"
    r"|(?:obter|obtenha|baixe|baixar) o outlook para |get outlook for "
    r"|antes de imprimir\b|pense (?:no|bem no) (?:meio )?ambiente|considere o meio ambiente"
    r"|(?:please )?(?:consider|think of) the environment|before (?:you )?print(?:ing)?\b"
    r"|livre de virus|sem virus\b|virus-?free|este e-?mail foi (?:verificado|escaneado|analisado)"
    r"|desculpe (?:a brevidade|eventuais erros de digitacao))"
)
LEGAL = re.compile(
    r"[*_ ]*(?:aviso (?:legal|de confidencialidade)|(?:nota|declaracao) de confidencialidade"
    r"|esta mensagem\b.{0,120}(?:confidencia|privilegiad|sigilo|destinad|exclusiv)"
    r"|est[ea] (?:e-?mail|correio)\b.{0,120}(?:confidencia|privilegiad|sigilo|destinad|exclusiv)"
    r"|as? informac(?:ao|oes) contidas? nest[ea]|o conteudo dest[ea] (?:e-?mail|mensagem)"
    r"|(?:legal )?disclaimer\b|confidentiality (?:notice|note)|legal notice"
    r"|this (?:e-?mail|message|communication)\b.{0,160}(?:confidential|privileged|intended)"
    r"|the information (?:contained|transmitted) in this)"
)
CLOSING = re.compile(
    r"(?:(?:muito )?(?:atenciosamente|cordialmente|respeitosamente|sinceramente)"
    r"|att|atte|atenc|at\.te|sds|saudacoes(?: cordiais)?|cordiais saudacoes"
    r"|(?:um |grande |forte |um grande )?abracos?|abs|abcs|bjs|beijos?"
    r"|(?:desde ja,? )?(?:muito )?grat[oa]s?(?: desde ja| pela atencao)?"
    r"|(?:desde ja,? )(?:muito )?obrigad[oa]|(?:muito )?obrigad[oa],? desde ja"
    r"|no aguardo|fico no aguardo|aguardo (?:retorno|resposta)|agradeco desde ja"
    r"|(?:best|kind|warm|with kind)?\s?regards|best(?: wishes)?|sincerely(?: yours)?"
    r"|yours (?:truly|sincerely|faithfully)|cheers)\s?[,.!;]*"
)
# Thanks are part of what was said, unless a whole card follows them.
THANKS = re.compile(
    r"(?:muito )?obrigad[oa]|(?:many )?thanks(?: (?:a lot|again|and regards))?|thank you[,.!]?"
    r"|(?:muito )?obrigad[oa][,.!]+|(?:many )?thanks(?: (?:a lot|again|and regards))?[,.!]+"
)
