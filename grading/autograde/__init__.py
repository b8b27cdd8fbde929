"""Marking answers as data, inside nbgrader's own autograde."""
