package io.github.reprorun.internal.environment;

import io.github.reprorun.evidence.Evidence;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Graphics processors and the like. Facts about NVIDIA's come from their driver's files, or, where it has none
 * (Windows, WSL), from {@code nvidia-smi}.
 */
final class AcceleratorFacts implements Facts {
    private static final String NVIDIA = "proc/driver/nvidia";
    private static final Pattern DRIVER = Pattern.compile("NVRM version:.*?\\s(\\d+\\.\\d+(?:\\.\\d+)?)\\s");
    private static final List<String> SMI =
            List.of("nvidia-smi", "--query-gpu=driver_version,name", "--format=csv,noheader");
    private static final int DRIVER_COLUMN = 0;
    private static final int NAME_COLUMN = 1;
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    /** Classes of PCI devices: display controllers and processing accelerators. */
    private static final Pattern ACCELERATOR = Pattern.compile("0x(?:03|12)[0-9a-f]{4}");

    private static final String CUDA_DRIVER = "cuda.driver";
    private static final String CUDA_DEVICES = "cuda.devices";

    private final Host host;
    /** The output of {@code nvidia-smi}, after it was called. */
    private @Nullable Evidence<String> told;

    AcceleratorFacts(Host host) {
        this.host = host;
    }

    @Override
    public List<String> names() {
        return List.of(CUDA_DRIVER, CUDA_DEVICES, "accelerators");
    }

    @Override
    public String observe(String name) throws IOException {
        boolean filesTell = Files.exists(host.path(NVIDIA + "/version"));
        return switch (name) {
            case CUDA_DRIVER -> filesTell ? driver() : column(DRIVER_COLUMN);
            case CUDA_DEVICES -> filesTell ? devices() : column(NAME_COLUMN);
            default -> onTheBus();
        };
    }

    private String driver() throws IOException {
        Matcher driver = DRIVER.matcher(host.text(NVIDIA + "/version"));
        if (!driver.find()) {
            throw new IOException("/" + NVIDIA + "/version tells no version");
        }
        return driver.group(1);
    }

    private String devices() throws IOException {
        List<String> models = new ArrayList<>();
        for (String gpu : names(NVIDIA + "/gpus")) {
            for (String line :
                    host.text(NVIDIA + "/gpus/" + gpu + "/information").split("\n")) {
                if (line.startsWith("Model:")) {
                    models.add(line.substring("Model:".length()).strip());
                }
            }
        }
        if (models.isEmpty()) {
            throw new IOException("the driver is loaded but shows no device");
        }
        return String.join(", ", models);
    }

    private String column(int column) throws IOException {
        if (told == null) {
            told = host.commands().output(SMI, host.root(), Map.of(), TIMEOUT);
        }
        if (told instanceof Evidence.Unavailable<String> absent) {
            throw new IOException("there is no /" + NVIDIA + "/version, and " + absent.reason());
        }
        Stream<String> values =
                told.fold(value -> value, reason -> "").lines().map(line -> line.split(", ", 2)[column].strip());
        return (column == DRIVER_COLUMN ? values.distinct() : values).collect(Collectors.joining(", "));
    }

    /** Vendor and device of each, as the PCI ID Repository numbers them. */
    private String onTheBus() throws IOException {
        host.requireLinux();
        List<String> devices = new ArrayList<>();
        String bus = "sys/bus/pci/devices";
        for (String device : names(bus)) {
            String folder = bus + "/" + device + "/";
            if (ACCELERATOR.matcher(host.text(folder + "class")).matches()) {
                devices.add(host.text(folder + "vendor").substring(2) + ":"
                        + host.text(folder + "device").substring(2));
            }
        }
        return devices.isEmpty() ? "none on the PCI bus" : String.join(", ", devices);
    }

    private Set<String> names(String folder) throws IOException {
        TreeSet<String> names = new TreeSet<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(host.path(folder))) {
            for (Path child : children) {
                names.add(String.valueOf(child.getFileName()));
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw new IOException("there is no /" + folder, e);
        }
        return names;
    }
}
