"""Put at each word of the reviews what it, and the rows of words that end there, speak for or against."""

from redes.params import read_params
from redes.stages import run_stage
from redes.stages.imdb_ratios import prepare_ratios, read_film_numbers
from redes.stages.prepared_imdb import RATIOS, read_reviews, read_tokens


def main() -> None:
    """Count in the training reviews alone; place in all."""
    reviews = {split: read_tokens(split) for split in ("train", "validation", "test")}
    labels = {"train": read_reviews("train").labels}
    params, films = read_params("prepare_imdb_ratios"), read_film_numbers("train")
    prepare_ratios(RATIOS, params, reviews, labels, films, with_phrases=True)


if __name__ == "__main__":
    run_stage(main)
