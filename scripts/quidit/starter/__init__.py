"""The starter: the files with which `quidit init` begins a corpus."""
