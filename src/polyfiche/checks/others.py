"""What the codes mean that are raised outside the checks: by readers, the build, exchange."""

from __future__ import annotations

from collections.abc import Mapping

OTHERS: Mapping[str, str] = {
    "archive-broken": "A zip of a release is damaged, or none. Get it again from where it was"
    " published.",
    "archive-member": "A zip of a release holds a path that would leave the folder, that is there"
    " twice, or that is no plain file. Do not unpack it.",
    "archive-too-large": "A zip of a release would unpack to more than a release can be. Do not"
    " unpack it.",
    "build-memory": "An artifact needs more memory than a worker may take. Look for a very large"
    " table or figure in the sheet, and split it.",
    "build-retried": "The process that made an artifact was ended from outside, and the artifact"
    " was made again. It is whole. If it happens often, the machine lacks memory: `--jobs 1`.",
    "build-seconds": "An artifact took longer than a worker may work on it. Look for a very large"
    " table or figure in the sheet, and split it.",
    "build-worker": "The process that made an artifact died twice. Look for very large tables or"
    " figures in the sheet, or give it more memory: `--jobs 1`.",
    "catalog-characters": "A catalog holds a control, a bidi override or a private character: what"
    " you read is not what is stored. Delete it.",
    "catalog-charset": "A catalog is not UTF-8, or its header does not say so. Save it as UTF-8.",
    "catalog-duplicate": "A message is defined twice in a catalog. Delete one of the two entries.",
    "catalog-header": "The header of a catalog is missing, not the first entry, or malformed.",
    "catalog-ignore": "A comment `# polyfiche: ignore CODE` silences nothing. Delete it, or correct"
    " the code.",
    "catalog-key": "A translation belongs to no message of the catalog. Run `polyfiche update`.",
    "catalog-syntax": "A line of a catalog is not PO. The message says what was expected there.",
    "code-unknown": "`polyfiche explain` was asked about a code that does not exist.",
    "config-key": "The configuration has a key that does not exist. The hint names the closest"
    " one.",
    "config-toml": "`polyfiche.toml` or `pyproject.toml` is not TOML, or larger than any"
    " configuration.",
    "config-value": "A value of the configuration cannot be: a limit that is no number above 0, a"
    " tag that cannot be allowed.",
    "diff-git": "`polyfiche diff` reads older templates from git. Install git, go to the"
    " repository, or give the path of an older template.",
    "diff-revision": "Git does not know the revision. Give a branch, a tag or a hash.",
    "exchange-doctype": "An XLIFF or TMX file declares a document type of its own, which could"
    " reach other files. Delete it.",
    "exchange-encoding": "An XLIFF or TMX file is not UTF-8 or UTF-16. Export it again.",
    "exchange-extra": "XLIFF and TMX need translate-toolkit: `pip install 'polyfiche[exchange]'`.",
    "exchange-kind": "The file is neither XLIFF nor TMX.",
    "exchange-too-large": "An XLIFF or TMX file is larger than any catalog. Export one sheet.",
    "exchange-xml": "An XLIFF or TMX file is not well-formed XML. Export it again.",
    "fact-unknown": "A text names a fact that the head does not have. Correct the name between the"
    " braces, or add the fact.",
    "figure-doctype": "A figure declares a document type, which could read other files. Delete it.",
    "figure-foreign": "A translation has an image of its own. Keep the source's image.",
    "figure-number": "A size or place in a figure is not a number that can be drawn.",
    "figure-overflow": "A label leaves its box in a figure. Shorten it, or give it more"
    " `data-width` in the drawing.",
    "figure-too-deep": "A figure is nested too deeply. Ungroup it in the drawing program.",
    "figure-too-large": "A figure is larger than can be drawn safely. Simplify it.",
    "figure-unsafe": "A figure holds a script, a style, an image or an address. Use shapes and"
    " text only.",
    "figure-viewbox": 'A figure has no usable `viewBox`. Write `viewBox="0 0 1700 430"`.',
    "figure-xml": "A figure is not well-formed SVG. Save it again as plain SVG.",
    "fit-overflow": "An edition does not fit its pages at the smallest legible size. The message"
    " says by how many millimetres; shorten the longest units, or drop a card.",
    "font-broken": "A font file is damaged, or lacks what every font needs. Get it again, or take"
    " another one.",
    "font-changed": "A file in `fonts/` is not the one that `fonts/fonts.lock` pins. Put it back,"
    " or add it again.",
    "font-dotted-circle": "A vowel sign stands without its letter, and is drawn on a dotted circle."
    " Write it behind its letter, or a superscript outside the word.",
    "font-embedding": "A font forbids to put its letters into a PDF (OS/2 fsType). Take one whose"
    " licence allows it.",
    "font-foreign": "A PDF used a font that is not the sheet's. Name in the style sheet the"
    " families of the edition only.",
    "font-format": "A file is not a TrueType or OpenType font. Web fonts (.woff, .woff2) and"
    " collections (.ttc) are not taken: get the .ttf or .otf file of the same font.",
    "font-lock": "`fonts/fonts.lock` cannot be read. Put it back as it was, or delete it and add"
    " the fonts again.",
    "font-missing-glyph": "No font of an edition draws a character. The message names the"
    " characters and where they stand; run `polyfiche fonts cook` or `polyfiche fonts add FILE`.",
    "font-name": "A font to add has the file name of another one of the project. Rename it first.",
    "font-npm": "`polyfiche fonts cook` could not get a pinned package. Install npm, look at what"
    " it says, or add a font file of your own.",
    "font-pin": "A package of fonts is not the one that is pinned. Delete it from `.polyfiche/npm`"
    " and cook again.",
    "font-unknown": "`polyfiche fonts remove` was asked for a family that the project does not"
    " have. The hint names the closest one.",
    "font-variable": "A variable font would make PDFs slow, and their bytes would change. Take a"
    " static one, or make it with fontTools' instancer.",
    "frontmatter-alias": "The head uses YAML anchors or aliases. Write the value again.",
    "frontmatter-duplicate": "A key stands twice in the head. Delete one.",
    "frontmatter-key": "The head has a key that does not exist. The hint names the closest one.",
    "frontmatter-missing": "The head lacks a key that every sheet needs.",
    "frontmatter-none": "The sheet has no head: begin it with YAML between two lines `---`.",
    "frontmatter-tag": "The head uses a YAML tag such as `!!python`. Write the plain value.",
    "frontmatter-too-deep": "The head is nested too deeply.",
    "frontmatter-too-large": "The head is larger than 16 kB. Move text to the body.",
    "frontmatter-type": "A value of the head is of the wrong kind: a list for a text, or the like.",
    "frontmatter-value": "A value of the head cannot be: a date that is none, a fact with a"
    " fraction.",
    "frontmatter-yaml": "The head is not YAML. Put text with `: # [ ] { }` between double quotes.",
    "import-characters": "A file to import holds characters that a catalog refuses. Mend it there.",
    "import-fact": "An imported translation does not show the fact that its source names.",
    "import-figure": "A figure of the sheet does not lie beside the imported file, or has other"
    " texts there. Translate its texts in the catalog.",
    "import-kind": "The file to import is neither Markdown, nor XLIFF, nor TMX.",
    "import-language": "The file translates from or to another language than was asked for.",
    "import-sheet": "Several sheets exist and the file does not say which it translates. Add"
    " `--sheet NAME`.",
    "import-source-alone": "A block of the source has no partner in the imported file.",
    "import-stale": "The source has messages that the catalog has not. Run `polyfiche update`.",
    "import-target-alone": "A block of the imported file is a translation of nothing.",
    "import-unknown": "An imported message is not in the catalog. Run `polyfiche update` first.",
    "language-folder": "A folder of `locales/` is not named as its language is. The hint names it.",
    "language-missing": "The sheet has no catalog in that language: `polyfiche update LANG`.",
    "language-pseudo": "The tag is no pseudo-locale; they are `en-XA` and `ar-XB`.",
    "language-unknown": "CLDR does not know the language. Use a BCP 47 tag: fr, pt-BR, zh-Hant.",
    "limit-cells": "A table has more cells than `limits.cells` allows. Split it.",
    "limit-entries": "A catalog has more entries than `limits.entries` allows. Run `polyfiche"
    " prune`, or split the sheet.",
    "limit-facts": "A head has more facts than `limits.facts` allows. Split the sheet.",
    "limit-figures": "A sheet has more figures than `limits.figures` allows. Split it.",
    "limit-pages": "A sheet asks for more pages than `limits.pages` allows.",
    "limit-shapes": "A figure draws more elements than `limits.shapes` allows, those that `use`"
    " and patterns draw again too. Simplify it.",
    "limit-size": "A file is larger than its limit allows, and was not read. Split it, or raise"
    " the limit.",
    "limit-unit": "A text of a catalog is longer than `limits.unit` allows, or has more than 1,000"
    " brackets. Shorten it.",
    "limit-units": "A sheet has more blocks of text than `limits.units` allows. Split it.",
    "manifest-invalid": "A manifest.json is none that `polyfiche release` wrote: the message says"
    " where. Give the one that was published, not the one of a build.",
    "manifest-missing": "There is no manifest.json to read. Name the folder of a release.",
    "markdown-proof": "The Markdown edition would read back as something else. Reword the"
    " translation that the message shows.",
    "memory-doctype": "A memory declares a document type of its own, which could reach other files."
    " Delete it.",
    "memory-encoding": "A memory is not UTF-8 or UTF-16. Export it again.",
    "memory-kind": "A memory is neither PO nor TMX.",
    "memory-language": "A memory has no translations between the languages of the catalog.",
    "memory-xml": "A memory is not well-formed XML. Export it again.",
    "name-collision": "Two files have names that are one on macOS and Windows. Rename one.",
    "name-invalid": "A file has a name that some system, address or command line would not take."
    " Use small letters, digits and hyphens.",
    "native-missing": "PDF needs libraries that are not installed. Run the line of the hint, or"
    " `polyfiche doctor`.",
    "new-folder": "`polyfiche new` writes to a folder that does not exist, or an empty one. Give"
    " another name.",
    "output-locked": "Another build writes to the same folder. Wait until it has ended, or give"
    " another folder with `--out`.",
    "output-outside": "A folder that is to be written to is a link, or lies below one: what belongs"
    " into the project would be written elsewhere. Delete the link. To write elsewhere, name that"
    " place itself with `--out`.",
    "output-write": "A file or folder cannot be written: the disk is full, or it is read-only. What"
    " was there before is still there.",
    "paper-layout": "A layout is not made on that paper. The hint names the papers that it has.",
    "pdf-failed": "WeasyPrint could not lay a sheet out. Look for sizes, numbers or nesting beyond"
    " what a page has.",
    "pdf-log": "WeasyPrint warned while it made a PDF: something was not drawn as asked.",
    "pdf-outside": "A sheet asked for something outside the project. Put it into the project.",
    "pdf-text": "A PDF shows characters that search, copy and a screen reader would not get. Report"
    " it: polyfiche and this WeasyPrint do not fit each other.",
    "pdf-ua": "A PDF is not PDF/UA-1: somebody with a screen reader could not use it.",
    "project-empty": "There is no `content/*.md`: this is not the folder of a project.",
    "rebuild-differs": "A release is not what its source gives: the hint says whether the source is"
    " another one, or which tools are.",
    "rebuild-source": "A source, figure or catalog is not the one that the release was made from."
    " Go to the revision that was released.",
    "release-changed": "A file of a release is not the one that its manifest names. Get it again"
    " from where it was published.",
    "release-extra": "The folder of a release holds a file that its manifest does not name. Move"
    " it elsewhere.",
    "release-folder": "The folder for a release holds a file that no release wrote. Give `--out`"
    " an empty folder.",
    "release-left-out": "An edition is translated less than its sheet's `minimum` asks, and is not"
    " in the release. Translate the rest, or give `--minimum`.",
    "release-licence": "The text of a sheet's licence is not known. Put it into the project as"
    " `LICENSES/IDENTIFIER.txt`.",
    "release-missing": "A file that the manifest of a release names is not there. Get the release"
    " again.",
    "release-name": "The name of a sheet cannot begin a file name everywhere. Give `--name`.",
    "serve-extra": "The preview needs packages that are not installed. Run the line of the hint.",
    "serve-failed": "The preview could not show a view, and does not know why. Report it, with the"
    " file that was saved last.",
    "serve-port": "The preview cannot listen on the port, which another program has. Give another"
    " one: `polyfiche serve --port 0` takes any that is free.",
    "serve-print": "The preview could not make a PDF: its process died, or took too long and was"
    " ended. Look for very large tables or figures.",
    "serve-read": "The preview could not read a file while it was saved or moved. Save it again.",
    "scale-empty": "The scheduler has no worker yet. Start some with `dask worker ADDRESS`.",
    "scale-extra": "`--scheduler` needs dask.distributed: `pip install 'polyfiche[scale]'`.",
    "scale-lost": "The scheduler went away during a build. What was made is kept: start it again,"
    " and build again.",
    "scale-tools": "A worker of the cluster has other versions than this machine, and would make"
    " other bytes; it gets no work. The message names what differs.",
    "scale-unreachable": "No scheduler answers at the address. Give what `dask scheduler` prints.",
    "sheet-unknown": "No sheet has that name. The hint names the closest one.",
    "source-card": "A `<!-- card: … -->` cannot be read. The hint says what to write.",
    "source-card-id": "A heading has no id, or an id no heading. Put the directive on the line"
    " above its heading.",
    "source-directive": "An `<!-- i18n:… -->` is not a directive. The hint names the closest.",
    "source-duplicate-id": "Two cards or sections have one id. Choose another.",
    "source-empty": "A sheet has a head and nothing below it. Write a section, a card and a text.",
    "source-encoding": "A file is not UTF-8. Save it as UTF-8.",
    "source-heading": "The body has a heading of level 1; the title stands in the head.",
    "source-image": "An image is no SVG, or not alone in its paragraph.",
    "source-kind": "A file of the project is a folder, a device or a pipe. Put a regular file"
    " there.",
    "source-missing": "A file that the sheet names cannot be read. Check its path.",
    "source-outside": "A file that the sheet names is outside the project. Move it inside.",
    "source-section": "A `<!-- section: … -->` cannot be read. Write an id of small letters.",
    "source-timeline": "A card with `view=timeline` cannot be drawn as one: it takes two columns or"
    " three, and a table whose rows begin with one fact that is a date, the earliest first.",
    "source-too-deep": "Lists and quotes are nested more than 16 levels deep. Flatten them.",
    "source-too-large": "A sheet is larger than 256 kB. Split it.",
    "source-unit-too-long": "A block is longer than 20,000 characters. Split the paragraph.",
    "sums-differ": "SHA256SUMS does not hold the hashes of the files. Get the release again from"
    " where it was published.",
    "sums-syntax": "A line of SHA256SUMS cannot be read. Get the file again.",
    "terms-header": "The first line of `content/terms.tsv` must be: id, the source language, one"
    " BCP 47 tag a column, then `contested` and `note` if you like.",
    "terms-row": "A line of `content/terms.tsv` cannot be read. The message says which cell.",
}
"""Codes in order; a test asks for every code that the package raises."""
