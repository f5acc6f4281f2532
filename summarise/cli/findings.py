"""What silences a finding: a rule for its path in summarise.toml, and a comment in the article."""

from dataclasses import replace

from summarise.config import Config
from summarise.report import Report


def kept(report: Report, settings: Config) -> Report:
    """Return the report without the findings that the configuration or the article itself asks to leave out."""
    from summarise.article import silenced  # noqa: PLC0415  start-up

    article = report.article
    found = tuple(
        f
        for f in report.findings
        if not settings.silences(f.code, article.source) and not silenced(article, f.code, f.sentences)
    )
    return replace(report, findings=found)
