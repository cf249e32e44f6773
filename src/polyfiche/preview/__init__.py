"""The live preview: what `polyfiche serve` shows, made again whenever a file is saved."""
