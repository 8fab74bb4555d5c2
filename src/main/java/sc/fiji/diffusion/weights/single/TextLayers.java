// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.single;

import java.util.Map;
import sc.fiji.diffusion.weights.WeightsException;

/** A text encoder of a checkpoint. */
interface TextLayers {

    /** Its tensors under the names of transformers. */
    Map<String, View> views() throws WeightsException;

    /** Its configuration as in a diffusers folder. */
    ConfigJson config() throws WeightsException;

    /** The channels of a token. */
    int width() throws WeightsException;

    /** The number of tokens. */
    int vocabulary() throws WeightsException;
}
