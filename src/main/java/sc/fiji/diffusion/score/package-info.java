// SPDX-License-Identifier: BSD-2-Clause
/**
 * Diffusion in continuous time (Song et al., "Score-Based Generative Modeling through Stochastic
 * Differential Equations", 2021): the forward equations, the reverse equation and the
 * probability-flow ODE that follow from a score, samplers, encodings, likelihoods and the
 * variational bound. Networks come in as functions; files and images belong elsewhere.
 */
package sc.fiji.diffusion.score;
