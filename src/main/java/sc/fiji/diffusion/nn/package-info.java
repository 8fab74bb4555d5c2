// SPDX-License-Identifier: BSD-2-Clause
/**
 * Networks as TorchScript source which is packed here into an archive and run by DJL. A network
 * file is a pure function of its inputs and a dictionary of weights; the configuration of a model
 * says which weights of which shapes there must be. Files, prompts and sampling belong elsewhere.
 */
package sc.fiji.diffusion.nn;
