"""What a clinical coder works with: code sets, charts, abstracts, keys and their marking."""

__version__ = "0.1.0"
