// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import sc.fiji.diffusion.files.FileProblem;

/**
 * The PyTorch engine, started once for the process. Starting it sends no telemetry and downloads
 * nothing; see {@link NativeLibraries} for where the native libraries come from.
 */
public final class TorchEngine {

    /** The system property of DJL that lets TorchScript optimise graphs. */
    public static final String GRAPH_OPTIMIZER = "ai.djl.pytorch.graph_optimizer";

    private static TorchEngine instance;

    private final Engine engine;
    private final Machine machine;
    private volatile Compute compute;

    private TorchEngine(Engine engine) {
        this.engine = engine;
        this.machine = Machine.of(engine.getGpuCount(), JniUtils.getNumThreads());
        this.compute = Compute.choose(Wish.ANYTHING, machine);
    }

    /**
     * Starts the engine, or returns the one that runs.
     *
     * @throws UncheckedIOException if the native libraries are missing, do not fit this machine, or
     *     cannot be unpacked, with a message for the user
     */
    public static synchronized TorchEngine get() {
        if (instance == null) instance = NativeWork.call(TorchEngine::start);
        return instance;
    }

    /**
     * Names a folder in which native libraries may be unpacked if the user's home cannot be
     * written. Has no effect once the engine runs.
     */
    public static void unpackAlsoIn(Path folder) {
        NativeCache.alsoIn(folder);
    }

    /** What there is to compute with. */
    public Machine machine() {
        return machine;
    }

    /** What networks that are loaded from now on run on. */
    public Compute compute() {
        return compute;
    }

    /** Follows a wish as far as the machine allows; see {@link Compute#fallback}. */
    public Compute prefer(Wish wish) {
        compute = Compute.choose(wish, machine);
        return compute;
    }

    /** A new root for native arrays on the engine's device; the caller closes it. */
    public NDManager newManager() {
        return engine.newBaseManager(device());
    }

    /** Where networks run. */
    public Device device() {
        return compute.onGpu() ? Device.gpu(compute.gpu()) : Device.cpu();
    }

    /** One line for the user, such as {@code CPU, 8 threads, float32}. */
    public String describe() {
        return compute.describe();
    }

    /** Hands memory that the engine keeps for later back to the GPU. */
    public void releaseUnused() {
        if (!machine.gpus().isEmpty()) JniUtils.emptyCudaCache();
    }

    private static TorchEngine start() {
        return PluginLoader.with(TorchEngine::startWithOwnClassLoader);
    }

    private static TorchEngine startWithOwnClassLoader() {
        DjlLog.warningsOnly();
        setDefault("OPT_OUT_TRACKING", "true");
        setDefault("ai.djl.offline", "true");
        // Its warm-up costs more than it saves; calls of networks apply this to their thread.
        setDefault(GRAPH_OPTIMIZER, "false");
        try {
            NativeLibraries.choose();
            return new TorchEngine(Engine.getEngine("PyTorch"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException | LinkageError e) {
            throw new UncheckedIOException(new IOException(problem(e), e));
        }
    }

    /**
     * What keeps the engine from starting: a file that cannot be written, or one that is missing.
     */
    private static String problem(Throwable error) {
        if (NativeMemory.isExhausted(error)) {
            return "There is too little memory to load PyTorch ("
                    + NativeMemory.reason(error)
                    + "); end other programs and start ImageJ anew";
        }
        for (Throwable e = error; e != null; e = e.getCause()) {
            if (e instanceof IOException io && !(e instanceof FileNotFoundException)) {
                return "The libraries of PyTorch cannot be unpacked: "
                        + FileProblem.describe(io)
                        + ". The environment variable DJL_CACHE_DIR may name another folder.";
            }
        }
        return "The PyTorch engine does not start on "
                + System.getProperty("os.name")
                + " "
                + System.getProperty("os.arch")
                + ": "
                + error.getMessage()
                + ". Install the jar pytorch-native-cpu for this platform beside the"
                + " plugin, or set PYTORCH_LIBRARY_PATH to a folder with libtorch.";
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) System.setProperty(property, value);
    }
}
