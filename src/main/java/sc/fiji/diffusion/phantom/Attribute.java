// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

import java.util.List;

/** One property of a phantom that its caption can name. Implemented by the enums of the spec. */
public interface Attribute {

    /** Phrases that say it, lower case; the first is the usual one, the others are synonyms. */
    List<String> phrases();

    /** Whether it is the middle setting, which people seldom mention. */
    boolean ordinary();
}
