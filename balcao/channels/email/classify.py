"""Ordinary, automatic or a delivery report: asked first of every mail, answered with a reason."""

from __future__ import annotations

import re

from balcao.core.text import N_, fold

from . import bounce
from .kind import Classification, Kind
from .mail import Mail

_DAEMONS = re.compile(
    r"mailer[-_]?daemon|mail[-_]?daemon|mdaemon|post[-_]?master|mailerdaemon|mail-?(?:delivery|deliver)"
    r"|(?:mail|delivery)-?(?:sub)?-?system|double-?bounce|bounces?|mmdf|mail-?adm(?:in)?|nobody"
)
_DAEMON_NAMES = re.compile(
    r"mail delivery|delivery (?:sub)?system|mailer.?daemon|mail (?:administrator|router)"
    r"|system administrator|email quota manager|postmaster|message delivery|internet mail delivery"
)
_NOBODY_READS = re.compile(
    r"(?:no|nao|do|don'?t|nunca|never)[-_.]?(?:t|not)?[-_.]?(?:repl[yi]|respond[ae]?r?|responder)\w*"
)
# Said by mail systems of their own work. Shops say some of it too ("falha na entrega"), so a
# subject alone never makes a bounce.
_SUBJECTS = re.compile(
    r"undeliver|un-deliver|non.?deliver|not (?:be )?deliver|returned (?:mail|to sender)|return(?:ed)? mail"
    r"|deliver\w* (?:status|fail|error|problem|has failed|unsuccessful|report|notif|delay|temporar|incomplete)"
    r"|fail(?:ed|ure|ing)?:? (?:notice|mail|deliver|to deliver|to send|of delivery|notification)"
    r"|mail (?:delivery|system|could not|not deliver|fail|error|status)"
    r"|(?:could|can) ?n(?:o|')t (?:be )?(?:deliver|sen[dt])|unable to deliver|permanent fail"
    r"|message (?:you sent|status|delayed|blocked|undeliver|not|could not|rejected|bounced|failed)"
    r"|warning: (?:message|could not|mail)|delayed mail|mail delay|bounce|user unknown|unknown user"
    r"|unknown (?:address|recipient)|invalid (?:address|recipient|mail)|account (?:does not|doesn't) exist"
    r"|mailbox (?:full|unavailable|not found)|over quota|quota exceeded|rejected|nondeliverable|ndn?:"
    r"|nao (?:foi )?entreg|nao (?:pode|foi possivel|pude)\w* (?:ser )?(?:entreg|envi)"
    r"|devolvid|devolucao de (?:mensagem|e-?mail)|falha (?:na|de|ao|no) (?:entreg|envi)"
    r"|(?:erro|problema) (?:na|de|ao|no) (?:entreg|envi)|(?:notificacao|status|estado|relatorio) d[aeo] (?:status )?(?:da )?entrega"
    r"|unzustellbar|nicht zugestellt|zustell|echec|non remis|retour|no se (?:pudo|puede|ha podido)"
    r"|no entregad|devuelt|mancata consegna|non recapit|配信|不達|エラー|退信|недоставлен|не доставлен"
)
_REPLIED = re.compile(r"^\s*(?:re|res|fw|fwd|enc|aw|sv|rv|tr)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
# Said by machines to machines: reply codes, enhanced codes, transcripts, fields of reports.
_TRANSCRIPT = re.compile(
    r"(?im)(?<![\d.])[45]\d\d[ -](?:#?[45]\.\d\.\d|<?\S+@|[a-z]+ (?:unknown|not|mailbox|user|relay))"
    r"|(?<![\d.])[45]\.\d\.\d{1,3}(?![\d.])|^(?:final|original)-recipient:|^diagnostic-code:"
    r"|\bsaid:? +[45]\d\d|\bsmtp (?:error|code|reply|status)|\btranscript of session"
    r"|\bfatal errors?\b|this is the (?:qmail|mail delivery|postfix|exim)|remote (?:host|server|smtp)"
    r"|\b(?:user|mailbox|address|recipient)\W{1,3}(?:is )?(?:unknown|not found|unavailable|disabled|full)"
    r"|\b(?:user|host|domain|mailbox|recipient) (?:unknown|not found|is full|not exist)|over (?:its )?quota"
    r"|(?:could|can) ?not be (?:delivered|sent)|was(?:n't| not) (?:able to be )?delivered|undeliverable"
    r"|delivery (?:has )?(?:failed|to the following)|unable to deliver|mail(?:box)? (?:is )?full"
    r"|not a valid (?:user|address|recipient)|no such (?:user|address|recipient|mailbox|person)"
    r"|n[ãa]o (?:p[ôo]de|foi poss[íi]vel) (?:ser )?entreg|caixa (?:postal )?(?:cheia|lotada|inexistente)"
)
_RETURNED_MAIL = re.compile(
    r"(?im)^[> \t]*(?:received: (?:from|by) |message-id: *<|return-path: *<)"
)

_AUTOMATIC_SUBJECTS = re.compile(
    r"(?:re: ?|res: ?)*[\[(]?(?:"
    r"(?:automatic|auto|automated)[- ]?(?:reply|response|respond\w*)\b|autoreply|autoresp"
    r"|out[- ]of[- ](?:the[- ])?office(?: auto-?reply)?\s*(?::|$)|vacation (?:reply|response|notice)"
    r"|auto:.{0,200}(?:out of the office|fora do escritorio|ausente)"
    r"|resposta automatica|autorresposta|auto-?resposta"
    r"|mensagem automatica|(?:fora do escritorio|ausencia temporaria):"
    r"|automatische antwort|abwesenheits?|reponse automatique|respuesta automatica|fuera de (?:la )?oficina"
    r"|risposta automatica|automatyczna odpowiedz|automatisch antwoord|automatiskt svar|autosvar"
    r")|.*[(\[](?:automatic|auto)[- ]?(?:reply|response)[)\]]\s*$"
)
_RECEIPT_SUBJECTS = re.compile(
    r"(?:read|lida|lido|gelesen|leido|not read|nao lida|confirmacao de leitura|return receipt"
    r"|disposition notification|recibo de leitura)\s*:"
)
_PROVIDER_REPORT = re.compile(
    r'\\?"(?:notificationType|eventType)\\?"\s*:\s*\\?"(?:Bounce|Delivery|DeliveryDelay)\\?"'
)
_PROVIDER_COMPLAINT = re.compile(r'\\?"(?:notificationType|eventType)\\?"\s*:\s*\\?"Complaint')
_COMPLAINT = re.compile(r"complaint about message from \S+$|email feedback report for ip ")
_CHALLENGE = re.compile(r"(?i)not pre-?approved|challenge[- ]response|x-boxbe-notice")
_AUTOMATIC_HEADERS = (
    "x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-autoreply-from",
    "x-mail-autoreply", "x-vacation", "x-autogenerated", "x-apple-action", "x-autoresponse",
    "x-fc-machinegenerated", "x-amazon-auto-reply", "x-cron-env", "x-autoreply-type",
)  # fmt: skip
_AUTOMATIC_PRECEDENCE = frozenset({"auto_reply", "auto-reply", "auto_submitted"})
_MANY_PRECEDENCE = frozenset({"bulk", "list", "junk"})
_LIST_HEADERS = ("list-id", "list-post", "list-unsubscribe", "mailing-list", "x-mailing-list")

ORDINARY = N_("Nothing says that a machine wrote it.")
REPORT = N_("It carries a machine-readable delivery report.")
FAILED_HEADER = N_("A header names the recipients that failed.")
PROVIDER = N_("A sending provider reports that a mail was not delivered.")
CHALLENGE = N_("It asks the sender to prove to be a person before the mail is delivered.")
DAEMON = N_("A mail system wrote it about a mail that was not delivered.")
LIST_SERVER = N_("A list server gives the mail back.")
NULL_SENDER_REPORT = N_("It has the empty sender of notifications and tells of a failed delivery.")
TELLS_FAILURE = N_("It tells of a failed delivery in the words of mail systems.")
FEEDBACK = N_("It is a report of abuse from another provider.")
RECEIPT = N_("It is a receipt that a mail was read or not.")
OTHER_REPORT = N_("It is a report written by a machine.")
AUTO_SUBMITTED = N_("It says of itself that a machine sent it (Auto-Submitted).")
AUTO_HEADER = N_("A header of automatic replies is set.")
AUTO_PRECEDENCE = N_("Its precedence is that of automatic mail.")
AUTO_SUBJECT = N_("Its subject is that of an automatic reply.")
NULL_SENDER = N_("It has the empty sender of notifications.")


def classify(mail: Mail) -> Classification:
    """What kind of mail this is, and why; a bounce comes with its report where one can be read."""
    report_type = _report_type(mail)
    for decide in (_feedback, _receipt, _bounce, _automatic):
        found = decide(mail, report_type)
        if found is not None:
            kind, reason = found
            report = bounce.read(mail) if kind is Kind.BOUNCE else None
            return Classification(kind, reason, report, may_answer=False)
    return Classification(Kind.ORDINARY, ORDINARY, None, may_answer=_may_answer(mail))


def _report_type(mail: Mail) -> str | None:
    if mail.tree.get_content_type() != "multipart/report":
        return None
    return str(mail.tree.get_param("report-type") or "").strip().lower()


_Found = tuple[Kind, str] | None


def _feedback(mail: Mail, report_type: str | None) -> _Found:
    if report_type == "feedback-report" or _has_part(mail, "message/feedback-report"):
        return Kind.FEEDBACK, FEEDBACK
    if _COMPLAINT.match(fold(mail.subject)) and _has_part(mail, "message/rfc822"):
        return Kind.FEEDBACK, FEEDBACK
    if _is_json(mail) and _PROVIDER_COMPLAINT.search(mail.text[:20_000]):
        return Kind.FEEDBACK, FEEDBACK
    return None


def _receipt(mail: Mail, report_type: str | None) -> _Found:
    if report_type == "disposition-notification":
        return Kind.AUTOMATIC, RECEIPT
    if _has_part(mail, "message/disposition-notification"):
        return Kind.AUTOMATIC, RECEIPT
    return None


def _is_json(mail: Mail) -> bool:
    return mail.text.lstrip()[:1] == "{"


def _is_challenge(mail: Mail) -> bool:
    """True for a report that only says: the reader hasn't approved this sender yet."""
    report = bounce.read(mail)
    return report is not None and _CHALLENGE.search(report.diagnostic) is not None


def _has_part(mail: Mail, kind: str) -> bool:
    return mail.tree.is_multipart() and any(part.content_type == kind for part in mail.parts)


def _bounce(mail: Mail, report_type: str | None) -> _Found:
    if report_type == "delivery-status" or any(bounce.status_parts(mail.tree)):
        return (Kind.AUTOMATIC, CHALLENGE) if _is_challenge(mail) else (Kind.BOUNCE, REPORT)
    if mail.header("x-failed-recipients"):
        return Kind.BOUNCE, FAILED_HEADER
    if _is_json(mail) and _PROVIDER_REPORT.search(mail.text[:20_000]):
        return Kind.BOUNCE, PROVIDER
    return None if _is_auto_reply(mail) else _bounce_by_words(mail)


def _bounce_by_words(mail: Mail) -> _Found:
    """Reports of systems that know no machine-readable part: sender, subject and words agree."""
    by_subject = _SUBJECTS.search(fold(mail.subject)) is not None
    is_null = mail.return_path == ""
    if _is_daemon(mail) and (
        by_subject or is_null or _is_mailer(mail) or _tells_failure(mail) or _returns_mail(mail)
    ):
        return Kind.BOUNCE, DAEMON
    if is_null and (by_subject or _tells_failure(mail)):
        return Kind.BOUNCE, NULL_SENDER_REPORT
    if mail.header("x-mlserver") and _returns_mail(mail):
        return Kind.BOUNCE, LIST_SERVER
    if not by_subject or _REPLIED.match(mail.subject) or not _tells_failure(mail):
        return None
    return (Kind.BOUNCE, TELLS_FAILURE) if _returns_mail(mail) or bounce.by_library(mail) else None


def _is_daemon(mail: Mail) -> bool:
    if mail.header("from") is None:
        return False
    written = _written_from(mail)
    local = (mail.from_.address if mail.from_ else written).partition("@")[0].strip(" <>\"'")
    name = fold(mail.from_.name) if mail.from_ else written
    return not local or bool(_DAEMONS.fullmatch(local) or _DAEMON_NAMES.search(name))


def _is_mailer(mail: Mail) -> bool:
    """True for the sender that only mail systems use, or none at all."""
    return (mail.header("from") or "").strip() == "<>" or "mailer-daemon" in _written_from(mail)


def _written_from(mail: Mail) -> str:
    return fold(mail.header("from") or "").replace("_", "-")


def _tells_failure(mail: Mail) -> bool:
    return _TRANSCRIPT.search(mail.text[:20_000]) is not None


def _returns_mail(mail: Mail) -> bool:
    """True when the mail that failed is given back, whole or its headers."""
    if any(part.content_type in {"message/rfc822", "text/rfc822-headers"} for part in mail.parts):
        return True
    return _RETURNED_MAIL.search(mail.text[:50_000]) is not None


def _is_auto_reply(mail: Mail) -> bool:
    return _AUTOMATIC_SUBJECTS.match(fold(mail.subject)) is not None


def _automatic(mail: Mail, report_type: str | None) -> _Found:
    if mail.auto_submitted not in {None, "no"}:
        return Kind.AUTOMATIC, AUTO_SUBMITTED
    if any(mail.header(name) is not None for name in _AUTOMATIC_HEADERS):
        return Kind.AUTOMATIC, AUTO_HEADER
    if _is_auto_reply(mail):
        return Kind.AUTOMATIC, AUTO_SUBJECT
    if mail.precedence in _AUTOMATIC_PRECEDENCE:
        return Kind.AUTOMATIC, AUTO_PRECEDENCE
    if mail.return_path == "":
        return Kind.AUTOMATIC, NULL_SENDER
    if report_type is not None:
        return Kind.AUTOMATIC, OTHER_REPORT
    if _RECEIPT_SUBJECTS.match(fold(mail.subject)) and len(mail.text) < 2_000:
        return Kind.AUTOMATIC, RECEIPT
    return None


def _may_answer(mail: Mail) -> bool:
    """False where RFC 3834 forbids an automatic answer to what a person may well have written."""
    if mail.from_ is None or mail.precedence in _MANY_PRECEDENCE:
        return False
    if any(mail.header(name) is not None for name in _LIST_HEADERS):
        return False
    suppress = (mail.header("x-auto-response-suppress") or "none").lower()
    if any(word in suppress for word in ("all", "oof", "autoreply")):
        return False
    local = fold(mail.from_.address.rpartition("@")[0])
    return not (_NOBODY_READS.fullmatch(local) or _DAEMONS.fullmatch(local))
