// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.adapter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import sc.fiji.diffusion.weights.SafetensorsFile;
import sc.fiji.diffusion.weights.TensorChange;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.WeightsException;

/**
 * A file of an adapter for linear layers and convolutions of the denoising network and the text
 * encoders: LoRA (Hu et al. 2021), LoCon, LoHa and LoKr (Yeh et al. 2024), each also with DoRA (Liu
 * et al. 2024).
 *
 * <pre>{@code
 * AdapterFile adapter = AdapterFile.open(Path.of("lora/sharper.safetensors"));
 * Map<String, TensorChange> changes = adapter.changes("unet", source.weights("unet"), 0.8);
 * }</pre>
 */
public final class AdapterFile {

    private static final String BUNDLED_EMBEDDING = "bundle_emb.";

    private final SafetensorsFile file;
    private final AdapterSettings settings;
    private final Map<String, Map<String, LayerTensors>> components = new LinkedHashMap<>();

    private AdapterFile(SafetensorsFile file) throws IOException {
        this.file = file;
        Collection<LayerTensors> layers = layers(keys());
        boolean ofPeft = layers.stream().anyMatch(LayerTensors::isScaledByPeft);
        settings =
                ofPeft
                        ? AdapterSettings.beside(file.path())
                        : AdapterSettings.read(file.path(), file.metadata());
        for (LayerTensors layer : layers) add(layer);
        for (String component : components.keySet()) settings.requireReadable(component);
    }

    private Collection<LayerTensors> layers(Map<String, AdapterKey> keys) throws WeightsException {
        Map<String, LayerTensors> layers = new LinkedHashMap<>();
        for (var key : keys.entrySet()) {
            ModuleName module = key.getValue().module();
            String layer = module.guessed() + "." + module.layer();
            layers.computeIfAbsent(layer, l -> new LayerTensors(file, module))
                    .add(key.getValue().role(), key.getKey());
        }
        return layers.values();
    }

    private void add(LayerTensors tensors) {
        ModuleName module = tensors.module();
        String component = module.component().or(settings::component).orElseGet(module::guessed);
        components
                .computeIfAbsent(component, c -> new LinkedHashMap<>())
                .put(module.layer(), tensors);
    }

    /** What the name of each tensor says. */
    private Map<String, AdapterKey> keys() throws WeightsException {
        Map<String, AdapterKey> keys = new LinkedHashMap<>();
        List<String> others = new ArrayList<>();
        for (String name : file.names()) {
            if (name.startsWith(BUNDLED_EMBEDDING)) continue;
            AdapterKey.parse(name).ifPresentOrElse(k -> keys.put(name, k), () -> others.add(name));
        }
        if (!others.isEmpty()) throw refuse(reason(others, !keys.isEmpty()));
        if (keys.isEmpty()) throw refuse("is no LoRA adapter: it holds no tensors");
        return keys;
    }

    /** Why tensors that no adapter has cannot be read. */
    private static String reason(List<String> names, boolean amongOthers) {
        for (String name : names) {
            Optional<OtherMethod> method = OtherMethod.of(name);
            if (method.isPresent()) {
                return String.format(
                        Locale.ROOT,
                        "is an adapter of the method %s (\"%s\"); only LoRA, DoRA, LoHa and LoKr can be read",
                        method.get().title(),
                        name);
            }
        }
        String name = names.get(0);
        if (amongOthers && name.endsWith(".bias")) {
            return String.format(
                    Locale.ROOT,
                    "holds trained biases (\"%s\"), which cannot be read; train with bias=none",
                    name);
        }
        return "is no LoRA adapter: it holds \"" + name + "\", which none has";
    }

    /**
     * Opens an adapter.
     *
     * @throws WeightsException if it is damaged, or no adapter that can be read, with the reason
     * @throws IOException if it cannot be read
     */
    public static AdapterFile open(Path path) throws IOException {
        return new AdapterFile(SafetensorsFile.open(path));
    }

    /** The file. */
    public Path path() {
        return file.path();
    }

    SafetensorsFile file() {
        return file;
    }

    /** The parts of a model that it changes, as diffusers names their folders. */
    public Set<String> components() {
        return new TreeSet<>(components.keySet());
    }

    /**
     * What it does to the tensors of one part of a model.
     *
     * @param component the part
     * @param part its tensors under the names of diffusers
     * @param weight how strongly the adapter works; 1 as trained, 0 not at all
     * @return by the names of the tensors; empty if it leaves the part alone
     * @throws WeightsException if it is for a model of another structure, or damaged
     */
    public Map<String, TensorChange> changes(String component, TensorSource part, double weight)
            throws WeightsException {
        Map<String, TensorChange> changes = new LinkedHashMap<>();
        LayerNames names = new LayerNames(part.names());
        for (LayerTensors tensors : layers(component)) {
            String name =
                    names.weight(tensors.module().layer())
                            .orElseThrow(() -> misfit(component, tensors, part));
            if (changes.containsKey(name)) continue;
            AdaptedLayer layer = new AdaptedLayer(tensors, settings, component, weight);
            try {
                layer.addTo(changes, name, part);
            } catch (WeightsException e) {
                throw ofOtherFamily(part) ? misfit(component, tensors, part) : e;
            }
        }
        return weight == 0 ? Map.of() : changes;
    }

    /** Some files name layers in both layouts; as in diffusers that of diffusers counts. */
    private List<LayerTensors> layers(String component) {
        return components.getOrDefault(component, Map.of()).values().stream()
                .sorted(Comparator.comparing(tensors -> tensors.module().isOriginal()))
                .toList();
    }

    private boolean ofOtherFamily(TensorSource part) throws WeightsException {
        Optional<String> family = TextWidth.family(textWidth());
        Optional<String> model = TextWidth.family(TextWidth.ofNetwork(part));
        return family.isPresent() && model.isPresent() && !family.equals(model);
    }

    private WeightsException misfit(String component, LayerTensors tensors, TensorSource part) {
        String reason = "the " + component + " has no layer " + tensors.module().dotted();
        try {
            if (ofOtherFamily(part)) {
                reason =
                        "it is for "
                                + TextWidth.family(textWidth()).orElseThrow()
                                + ", the model is "
                                + TextWidth.family(TextWidth.ofNetwork(part)).orElseThrow();
            }
        } catch (WeightsException e) {
            return e;
        }
        return refuse(
                "does not fit the model "
                        + part.path()
                        + ": "
                        + reason
                        + "; use an adapter that was trained for a model of this family");
    }

    /** The width of the texts that the adapter's model looks at; 0 if it does not tell. */
    private int textWidth() throws WeightsException {
        for (LayerTensors tensors : components.getOrDefault("unet", Map.of()).values()) {
            boolean ofText = tensors.module().layer().endsWith("attn2_to_k");
            if (ofText && tensors.has(TensorRole.DOWN)) {
                int[] shape = tensors.shape(TensorRole.DOWN);
                return shape.length > 1 ? shape[1] : 0;
            }
        }
        return 0;
    }

    /** The error for a file that cannot be used; the problem begins with a verb. */
    private WeightsException refuse(String problem) {
        return new WeightsException(file.path(), problem);
    }

    /** The error for a model that lacks a part which the adapter changes. */
    public static WeightsException lacks(AdapterFile adapter, String component, String model) {
        return adapter.refuse(
                "does not fit the model "
                        + model
                        + ": it changes the "
                        + component
                        + ", which the model does not have; use an adapter that was trained for a"
                        + " model of this family");
    }
}
