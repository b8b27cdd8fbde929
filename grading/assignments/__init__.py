"""Building the assignments of a course from text, questions and cases, keys set apart.

`build.build_course` does it. Nothing is imported here, because what reads a class on disk
needs none of what builds one.
"""
