"""Generation: every file that follows from the scheme, as text by file name."""

from __future__ import annotations

from quidit.scheme import Scheme


def generated_files(scheme: Scheme) -> dict[str, str]:
    """The contents of the generated files by their name in ``schema/``, sorted by name."""
    from quidit.canonical import schema_text
    from quidit.generate.json_schema import json_schemas
    from quidit.generate.label_studio import label_studio_config
    from quidit.generate.reference import label_reference

    files = {f"{name}.schema.json": schema_text(schema) for name, schema in json_schemas(scheme).items()}
    for language in scheme.languages:
        files[f"label-studio.{language}.xml"] = label_studio_config(scheme, language)
        files[f"labels.{language}.md"] = label_reference(scheme, language)
    return dict(sorted(files.items()))
