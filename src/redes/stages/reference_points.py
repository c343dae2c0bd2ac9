"""What others reached on the same test sets, and what this course aims at; the chapter says where each comes from."""

from typing import NamedTuple


class Reference(NamedTuple):
    """A published result.

    Attributes:
        task: ``digits`` or ``reviews``.
        es: its name, in Spanish.
        en: its name, in English.
        accuracy: on the test set, [0, 1].
        standard_deviation: of the accuracy over repeated trainings, where it was published.
    """

    task: str
    es: str
    en: str
    accuracy: float
    standard_deviation: float | None = None


class Aim(NamedTuple):
    """The accuracy, [0, 1], that the default and the best recipe should reach; None where nothing was set."""

    default: float | None = None
    best: float | None = None


#: Human annotators found 15 wrong labels among the 10,000 test digits (Northcutt et al. 2021).
DIGITS_CEILING = 0.9985

REFERENCES = {
    "tensorflow_softmax": Reference("digits", "tutorial de TensorFlow", "TensorFlow's tutorial", 0.92),
    "keras_convnet": Reference("digits", "ejemplo de Keras", "Keras' example", 0.9922),
    "kamat_small": Reference("digits", "Kamat, 15.794 parámetros", "Kamat, 15,794 parameters", 0.9959),
    "deotte_single": Reference("digits", "Deotte, una red", "Deotte, one network", 0.9965, 0.00045),
    "deotte_together": Reference("digits", "Deotte, 15 redes", "Deotte, 15 networks", 0.9974, 0.0002),
    "an_together": Reference("digits", "An et al., conjunto", "An et al., ensemble", 0.9991),
    "keras_lstm": Reference("reviews", "ejemplo de Keras", "Keras' example", 0.8428),
    "dai_lstm": Reference("reviews", "Dai y Le, word2vec", "Dai and Le, word2vec", 0.90),
    "nbsvm_bigrams": Reference("reviews", "NB-SVM, bigramas", "NB-SVM, bigrams", 0.9155),
    "nbsvm_trigrams": Reference("reviews", "NB-SVM, trigramas", "NB-SVM, trigrams", 0.9182),
    "sa_lstm": Reference("reviews", "Dai y Le, SA-LSTM", "Dai and Le, SA-LSTM", 0.9276),
    "dv_ngrams": Reference("reviews", "DV-ngrams, corregido", "DV-ngrams, corrected", 0.9368),
    "oh_lstm": Reference("reviews", "oh-LSTM", "oh-LSTM", 0.941),
    "l_mixed": Reference("reviews", "L-MIXED", "L-MIXED", 0.9568),
}  # fmt: skip

AIMS = {
    "softmax": Aim(default=0.925),
    "cnn": Aim(default=0.9965, best=0.9972),
    "cnn_together_views": Aim(best=0.9978),
    "small": Aim(best=0.996),
    "bag": Aim(default=0.917, best=0.922),
    "ratios": Aim(default=0.915, best=0.92),
    "unlabelled": Aim(best=0.93),
    "everything": Aim(default=0.93, best=0.94),
}
#: Of word vectors; the similarity may differ by 0.01.
VECTORS_AIM: dict[str, dict[str, float | None]] = {
    "default": {"similarity_man_woman": None, "rank_of_queen": 1, "analogies": 0.21, "family": None},
    "best": {"similarity_man_woman": 0.74, "rank_of_queen": 1, "analogies": 0.28, "family": 0.64},
}
