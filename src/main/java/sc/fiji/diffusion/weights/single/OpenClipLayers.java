// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.single;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.diffusion.weights.WeightsException;

/**
 * The text tower of OpenCLIP. Its attention has query, key and value in one matrix, one below the
 * other, and its projection is applied from the right.
 *
 * @param stored its tensors
 * @param projected whether the embedding of the whole text is used too
 */
record OpenClipLayers(Stored stored, boolean projected) implements TextLayers {

    /**
     * The layers of OpenCLIP ViT-H/14 that are used: Stable Diffusion 2 looks at the output of the
     * last but one of 24, so that diffusers leaves the last away, and so do some files.
     */
    private static final int USED_WITHOUT_PROJECTION = 23;

    private static final String TO = "text_model.";
    private static final String PROJECTION = "text_projection";

    @Override
    public Map<String, View> views() throws WeightsException {
        Renaming renaming =
                new Renaming()
                        .add("token_embedding", TO + "embeddings.token_embedding")
                        .add("positional_embedding", TO + "embeddings.position_embedding.weight")
                        .add("ln_final", TO + "final_layer_norm");
        for (int i = 0; i < layers(); i++) {
            String from = "transformer.resblocks." + i;
            String to = TO + "encoder.layers." + i;
            renaming.add(from + ".ln_1", to + ".layer_norm1")
                    .add(from + ".ln_2", to + ".layer_norm2")
                    .add(from + ".mlp.c_fc", to + ".mlp.fc1")
                    .add(from + ".mlp.c_proj", to + ".mlp.fc2")
                    .add(from + ".attn.out_proj", to + ".self_attn.out_proj");
        }
        Map<String, View> views = new LinkedHashMap<>(stored.views(renaming::apply));
        for (int i = 0; i < layers(); i++) addAttention(views, i);
        if (projected) {
            String name = stored.prefix() + PROJECTION;
            views.put(
                    PROJECTION + ".weight",
                    View.transposed(
                            name, stored.length(PROJECTION, 1), stored.length(PROJECTION, 0)));
        }
        return views;
    }

    private void addAttention(Map<String, View> views, int layer) throws WeightsException {
        String from = "transformer.resblocks." + layer + ".attn.in_proj_";
        List<String> projections = List.of("q_proj", "k_proj", "v_proj");
        for (String kind : List.of("weight", "bias")) {
            int[] shape = stored.shape(from + kind).clone();
            requireThirds(from + kind, shape);
            shape[0] /= 3;
            for (int block = 0; block < 3; block++) {
                String to = TO + "encoder.layers." + layer + ".self_attn.";
                to += projections.get(block) + "." + kind;
                views.put(to, View.rows(stored.prefix() + from + kind, block, 3, shape));
            }
        }
    }

    private void requireThirds(String name, int[] shape) throws WeightsException {
        if (shape.length > 0 && shape[0] % 3 == 0) return;
        throw new WeightsException(
                stored.file().path(),
                "tensor \""
                        + stored.prefix()
                        + name
                        + "\" should hold query, key and value, but its rows are no multiple of 3;"
                        + " get the checkpoint again");
    }

    @Override
    public int vocabulary() throws WeightsException {
        return stored.length("token_embedding.weight", 0);
    }

    @Override
    public int width() throws WeightsException {
        return stored.length("token_embedding.weight", 1);
    }

    @Override
    public ConfigJson config() throws WeightsException {
        int width = width();
        ConfigJson config =
                new ConfigJson("")
                        .with("model_type", "clip_text_model")
                        .with("vocab_size", vocabulary())
                        .with("max_position_embeddings", stored.length("positional_embedding", 0))
                        .with("hidden_size", width)
                        .with(
                                "intermediate_size",
                                stored.length("transformer.resblocks.0.mlp.c_fc.weight", 0))
                        .with("num_hidden_layers", layers())
                        .with("num_attention_heads", Widths.textHeads(width))
                        .with("hidden_act", "gelu")
                        .with("eos_token_id", vocabulary() - 1);
        if (projected) {
            config.with("architectures", List.of("CLIPTextModelWithProjection").stream())
                    .with("projection_dim", stored.length(PROJECTION, 1));
        }
        return config;
    }

    private int layers() {
        int layers = stored.count("transformer.resblocks", ".ln_1.weight");
        return projected ? layers : used(layers);
    }

    /** How many of its layers Stable Diffusion 2 uses. */
    static int used(int layers) {
        return Math.min(layers, USED_WITHOUT_PROJECTION);
    }
}
