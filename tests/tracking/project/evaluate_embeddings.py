"""Count the words that have vectors."""

import json
import sys
from pathlib import Path

from gensim.models import KeyedVectors

from redes import tracking

corpus = sys.argv[1]
vectors = KeyedVectors.load_word2vec_format(f"data/vectors/{corpus}.bin", binary=True)
metrics = {"vocabulary": len(vectors), "similarity": {"good_bad": float(vectors.similarity("good", "bad"))}}
Path("reports/metrics").mkdir(parents=True, exist_ok=True)
Path(f"reports/metrics/evaluate_embeddings_{corpus}.json").write_text(json.dumps(metrics))
tracking.attach(f"evaluate_embeddings@{corpus}")
