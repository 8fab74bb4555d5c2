"""Files as transformers 5.24.0 saves them: a tokenizer in one file, the settings of an image
processor in those of the whole processor, configurations; and the ids that it gives to texts.

    python saved.py MODELS OUT        MODELS holds tiny-sd1 and tiny-clip
"""
import json, sys
from pathlib import Path
from transformers import CLIPConfig, CLIPProcessor, CLIPTextConfig, CLIPTokenizer

MODELS, OUT = Path(sys.argv[1]), Path(sys.argv[2]) / "saved"

TEXTS = [
    "a cat", "A CAT", "don't  stop\t2 nuclei!", "<|startoftext|>a<|endoftext|>", "<cat-toy> zebra Zebra ZEBRA",
    "\u00b5tubules \u03bctubules \u039ctubules",                            # micro sign, Greek mu
    "\u03a3\u0391\u03a3 \u03c3\u03b1\u03c2 \u03c2 \u03a3",                  # final sigma
    "\u0130stanbul \u0131stanbul ISTANBUL istanbul",                      # dotted and dotless i
    "\u017fpore spore \u212a K \u212b \u00c5 A\u030a \u03a9 \u2126",        # long s, Kelvin, Angstrom, Ohm
    "stra\u00dfe STRASSE \u1e9e", "\ufb01ber fiber \ufb03",                # sharp s, ligatures
    "caf\u00e9 cafe\u0301 \u00c9", "\uff21\uff22 \u2460 \u00b2 \u00bd",     # composed or not, compatibility
    "\u01c4 \u01c5 \u01c6 \u1f88 \u1fbc \u00aa", "\u10a0 \u2d00 \u13a0 \uab70",
    "\u7d30\u80de \U0001f52c \U00010400 \U00010428", "a\u00a0b\u2003c\u200bd\u3000e\ufefff",
]


def ids(tokenizer):
    return [tokenizer(t, padding="max_length", truncation=True, max_length=77)["input_ids"] for t in TEXTS]


tokenizer = CLIPTokenizer.from_pretrained(MODELS / "tiny-sd1" / "tokenizer")
tokenizer.save_pretrained(OUT / "tokenizer")
cases = {"texts": TEXTS, "ids": ids(CLIPTokenizer.from_pretrained(OUT / "tokenizer"))}
tokenizer.add_tokens(["<cat-toy>", "Zebra"])
tokenizer.save_pretrained(OUT / "tokenizer-more")
cases["ids_more"] = ids(CLIPTokenizer.from_pretrained(OUT / "tokenizer-more"))
(OUT / "ids.json").write_text(json.dumps(cases) + "\n")

processor = CLIPProcessor.from_pretrained(MODELS / "tiny-clip")
processor.save_pretrained(OUT / "clip")
CLIPConfig.from_pretrained(MODELS / "tiny-clip").save_pretrained(OUT / "clip")
text = CLIPTextConfig.from_pretrained(MODELS / "tiny-sd1" / "text_encoder")
text.architectures, text.dtype = ["CLIPTextModel"], "float32"
text.save_pretrained(OUT / "text_encoder")
for config in OUT.glob("*/tokenizer_config.json"):
    config.write_text(config.read_text().replace('  "is_local": true,\n', "").replace('  "local_files_only": true,\n', ""))
for name in ("tokenizer.json", "tokenizer_config.json"):
    (OUT / "clip" / name).unlink()  # those of the folder tokenizer
