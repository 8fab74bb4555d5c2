// SPDX-License-Identifier: BSD-2-Clause
/**
 * From text to token ids, and the vocabularies that say how. The byte-pair encoding itself is done
 * by the Hugging Face tokenizers library, the only engine class known here; what the ids are fed to
 * belongs to {@code model}.
 */
package sc.fiji.diffusion.text;
