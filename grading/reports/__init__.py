"""Marks as trainees and instructors read them."""

from grading.reports.feedback import mark_html, mark_text

__all__ = ["mark_html", "mark_text"]
