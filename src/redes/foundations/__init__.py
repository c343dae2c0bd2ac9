"""The slides' algorithms in NumPy, each short enough to read in one sitting.

Here every algorithm is its formula: arrays in, arrays out, float64, one example a row, nothing hidden. The trained
models of the course use Keras; what they do inside is what stands here, and the tests hold one to the other.

In the order of the slides (topics T03 to T22):

- ``neuron``: the weighted sum, the bias unit and the logistic unit (T03).
- ``perceptron``: the perceptron rule, truth tables, XNOR by two layers (T04).
- ``networks``: forward propagation, back-propagation, training (T05, T09, T11).
- ``softmax``: one probability for each of several classes (T06).
- ``discriminants``: a plane and its distances, basis functions (T07, T08).
- ``gradient_descent``: batch, incremental and mini-batch, for linear regression (T10).
- ``initialization``: where the weights start (T12).
- ``windows``, ``convolution``, ``translation``, ``toeplitz``, ``receptive_field``: what a convolution computes, what
  it costs, what moves with its input, what a unit sees (T13, T14).
- ``activations``: sigmoid, tanh, ReLU and softplus, and their slopes (T15).
- ``pooling``: maxima, and how little they mind a small move (T16).
- ``feature_maps``: several detectors over the same input, pooled, layer upon layer (T17).
- ``recurrent``, ``through_time``: three recurrent designs and their gradients through time (T21).
- ``lstm``: the LSTM cell and its gates (T22).

Weights lie as in the slides: theta has one row per unit that it leads to, and its column 0 holds the weights of the
bias unit x_0 = 1. Functions take examples without that column and add it themselves.
"""
