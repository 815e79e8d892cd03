package io.github.reprorun.internal.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.base.library.Libraries;
import io.github.reprorun.evidence.Evidence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTests {
    private static final String GLIBC =
            "\0\0GNU C Library (Debian GLIBC 2.36-9+deb12u10) stable release version 2.36.\nCopyright\0";

    @TempDir
    Path root;

    private final SortedMap<String, String> variables = new TreeMap<>();
    private final SortedMap<String, String> properties = new TreeMap<>(Map.of("os.name", "Linux"));
    private Libraries libraries = Libraries.NONE;
    private Commands commands =
            (command, directory, set, timeout) -> Evidence.unavailable(command.get(0) + " is not on PATH");

    @Nested
    class OnThisMachine {
        private final SortedMap<String, Evidence<String>> facts = Fingerprint.observe(Host.current(), Libraries.NONE);

        @Test
        void theFactsThatEveryJvmHasAreObserved() {
            for (String name : List.of(
                    "jvm.vendor",
                    "jvm.version",
                    "jvm.vm",
                    "jvm.vm.version",
                    "jvm.flags",
                    "jvm.gc",
                    "jvm.maxHeap",
                    "os.name",
                    "os.version",
                    "os.arch",
                    "cpu.cores.visible",
                    "charset",
                    "charset.fileNames",
                    "locale",
                    "locale.format",
                    "timezone")) {
                assertThat(facts.get(name)).as(name).isInstanceOf(Evidence.Observed.class);
            }
            assertThat(facts.get("jvm.version"))
                    .isEqualTo(Evidence.observed(System.getProperty("java.runtime.version")));
            assertThat(facts.get("cpu.cores.visible"))
                    .isEqualTo(Evidence.observed(
                            Integer.toString(Runtime.getRuntime().availableProcessors())));
        }

        @Test
        void noFactIsAbsent() {
            assertThat(facts.keySet().stream()
                            .filter(name -> !name.startsWith("variable.") && !name.startsWith("property.")))
                    .containsExactly(
                            "accelerators",
                            "charset",
                            "charset.fileNames",
                            "container.cpu.max",
                            "container.memory.max",
                            "cpu.cores.online",
                            "cpu.cores.visible",
                            "cpu.flags",
                            "cpu.flags.numeric",
                            "cpu.instructions.jvm",
                            "cpu.model",
                            "cpu.vendor",
                            "cuda.devices",
                            "cuda.driver",
                            "jvm.flags",
                            "jvm.gc",
                            "jvm.maxHeap",
                            "jvm.vendor",
                            "jvm.version",
                            "jvm.vm",
                            "jvm.vm.version",
                            "libc",
                            "libc.build",
                            "locale",
                            "locale.format",
                            "memory.total",
                            "os.arch",
                            "os.distribution",
                            "os.name",
                            "os.version",
                            "timezone");
        }

        @Test
        @EnabledOnOs(OS.LINUX)
        void linuxTellsItsProcessorMemoryAndLibrary() {
            for (String name : List.of("cpu.flags", "cpu.cores.online", "memory.total", "libc", "os.distribution")) {
                assertThat(facts.get(name)).as(name).isInstanceOf(Evidence.Observed.class);
            }
        }
    }

    @Nested
    class AnX86Machine {
        @BeforeEach
        void describe() throws IOException {
            file("proc/cpuinfo", """
                    processor\t: 0
                    vendor_id\t: GenuineIntel
                    model name\t: Intel(R) Xeon(R) Processor @ 2.60GHz
                    flags\t\t: sse2 fpu avx2 smep fma f16c avx512f

                    processor\t: 1
                    vendor_id\t: SomebodyElse
                    """);
            file("sys/devices/system/cpu/online", "0-3,6\n");
            file("proc/meminfo", "MemTotal:       24684096 kB\nMemFree:  1 kB\n");
            file("etc/os-release", "NAME=\"Debian\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n");
            file(
                    "proc/self/maps",
                    "7f00-7f01 r--p 00000000 fe:00 1   /usr/lib/libcrypt.so.1\n"
                            + "7f02-7f03 r-xp 00000000 fe:00 2   /lib/x86_64-linux-gnu/libc.so.6\n");
            file("lib/x86_64-linux-gnu/libc.so.6", GLIBC);
        }

        @Test
        void isDescribedByItsFirstCore() {
            assertThat(facts())
                    .containsEntry("cpu.vendor", Evidence.observed("GenuineIntel"))
                    .containsEntry("cpu.model", Evidence.observed("Intel(R) Xeon(R) Processor @ 2.60GHz"))
                    .containsEntry("cpu.flags", Evidence.observed("avx2 avx512f f16c fma fpu smep sse2"))
                    .containsEntry("cpu.flags.numeric", Evidence.observed("avx2 avx512f f16c fma sse2"))
                    .containsEntry("cpu.cores.online", Evidence.observed("5"))
                    .containsEntry("memory.total", Evidence.observed("25276514304"));
        }

        @Test
        void hasItsDistributionAndTheCLibraryItHasLoaded() {
            assertThat(facts())
                    .containsEntry("os.distribution", Evidence.observed("Debian GNU/Linux 12 (bookworm)"))
                    .containsEntry("libc", Evidence.observed("glibc 2.36"))
                    .containsEntry("libc.build", Evidence.observed("Debian GLIBC 2.36-9+deb12u10"));
        }

        @Test
        void mayHaveAnOlderLibraryUnderItsFileName() throws IOException {
            file("proc/self/maps", "7f02-7f03 r-xp 00000000 fe:00 2   /lib64/libc-2.17.so\n");
            file(
                    "lib64/libc-2.17.so",
                    "GNU C Library (GNU libc) stable release version 2.17, by Roland McGrath et al.\n");

            assertThat(facts()).containsEntry("libc", Evidence.observed("glibc 2.17"));
        }

        /** It is read in pieces of 512 KiB, from its end. */
        @ParameterizedTest
        @ValueSource(ints = {0, 524_200, 524_288, 523_270, 1_047_560, 1_500_000})
        void mayTellItsVersionAnywhere(int before) throws IOException {
            file("proc/self/maps", "7f02-7f03 r-xp 00000000 fe:00 2   /lib64/libc.so.6\n");
            file("lib64/libc.so.6", "\0".repeat(600_000) + GLIBC + "\0".repeat(before));

            assertThat(facts()).containsEntry("libc", Evidence.observed("glibc 2.36"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"tr", "ar-EG-u-nu-arab", "fa-IR-u-nu-arabext", "th-TH-u-nu-thai"})
        void isDescribedAlikeInAnyLocale(String tag) {
            SortedMap<String, Evidence<String>> expected = facts();
            Locale before = Locale.getDefault();
            Locale.setDefault(Locale.forLanguageTag(tag));
            SortedMap<String, Evidence<String>> facts;
            try {
                facts = facts();
            } finally {
                Locale.setDefault(before);
            }

            assertThat(facts).containsEntry("locale", Evidence.observed(tag));
            facts.keySet().removeIf(name -> name.startsWith("locale"));
            expected.keySet().removeIf(name -> name.startsWith("locale"));
            assertThat(facts).isEqualTo(expected);
        }
    }

    @Nested
    class AnArmMachine {
        @Test
        void isDescribedByItsImplementerAndPart() throws IOException {
            file("proc/cpuinfo", """
                    processor\t: 0
                    BogoMIPS\t: 243.75
                    Features\t: fp asimd evtstrm aes sve bf16 i8mm
                    CPU implementer\t: 0x41
                    CPU architecture: 8
                    CPU variant\t: 0x1
                    CPU part\t: 0xd40
                    CPU revision\t: 1

                    """);

            assertThat(facts())
                    .containsEntry("cpu.vendor", Evidence.observed("Arm"))
                    .containsEntry("cpu.model", Evidence.observed("Arm part 0xd40 variant 0x1 revision 1"))
                    .containsEntry("cpu.flags", Evidence.observed("aes asimd bf16 evtstrm fp i8mm sve"))
                    .containsEntry("cpu.flags.numeric", Evidence.observed("asimd bf16 i8mm sve"));
        }
    }

    @Nested
    class AnAlpineMachine {
        @Test
        void hasMusl() throws IOException {
            file("proc/self/maps", "7f02-7f03 r-xp 00000000 fe:00 2   /lib/ld-musl-x86_64.so.1\n");
            file("lib/ld-musl-x86_64.so.1", "\0\u00FF1.2.3.4\0" + "1.2.5\0Version %s\n");

            assertThat(facts())
                    .containsEntry("libc", Evidence.observed("musl 1.2.5"))
                    .containsEntry("libc.build", Evidence.unavailable("musl does not say who built it"));
        }
    }

    @Nested
    class AMachineThatTellsNothing {
        @Test
        void hasAReasonForEachFact() {
            assertThat(facts())
                    .containsEntry("jvm.vendor", Evidence.unavailable("this JVM does not set the property java.vendor"))
                    .containsEntry("cpu.model", Evidence.unavailable("there is no /proc/cpuinfo"))
                    .containsEntry(
                            "cpu.cores.online", Evidence.unavailable("there is no /sys/devices/system/cpu/online"))
                    .containsEntry("memory.total", Evidence.unavailable("there is no /proc/meminfo"))
                    .containsEntry("os.distribution", Evidence.unavailable("there is no /usr/lib/os-release"))
                    .containsEntry("libc", Evidence.unavailable("there is no /proc/self/maps"))
                    .containsEntry("container.cpu.max", Evidence.unavailable("there is no /proc/self/cgroup"))
                    .containsEntry("accelerators", Evidence.unavailable("there is no /sys/bus/pci/devices"))
                    .containsEntry(
                            "cuda.driver",
                            Evidence.unavailable(
                                    "there is no /proc/driver/nvidia/version, and nvidia-smi is not on PATH"));
        }

        @Test
        void isNotTakenForLinuxWhereItIsNone() throws IOException {
            properties.put("os.name", "Mac OS X");
            file("proc/cpuinfo", "model name : x\n");

            assertThat(facts())
                    .containsEntry("cpu.model", Evidence.unavailable("read on Linux only, this is Mac OS X"))
                    .containsEntry("libc", Evidence.unavailable("read on Linux only, this is Mac OS X"))
                    .containsEntry("memory.total", Evidence.unavailable("read on Linux only, this is Mac OS X"));
        }

        @Test
        void mayTellWhatMakesNoSense() throws IOException {
            file("proc/cpuinfo", "model name : \nflags :\n");
            file("proc/meminfo", "MemTotal: much\n");
            file("sys/devices/system/cpu/online", "all\n");
            file("proc/self/maps", "7f02-7f03 r-xp 00000000 fe:00 2   /lib/libc.so.6\n");
            file("lib/libc.so.6", "nothing");

            assertThat(facts())
                    .containsEntry("cpu.model", Evidence.unavailable("/proc/cpuinfo names no model"))
                    .containsEntry("cpu.flags", Evidence.unavailable("/proc/cpuinfo lists no flags"))
                    .containsEntry(
                            "libc", Evidence.unavailable(root.resolve("lib/libc.so.6") + " does not tell its version"));
            assertThat(facts().get("memory.total")).isInstanceOf(Evidence.Unavailable.class);
            assertThat(facts().get("cpu.cores.online")).isInstanceOf(Evidence.Unavailable.class);
        }
    }

    @Nested
    class AContainer {
        @Test
        void hasTheTightestLimitOfItsGroupAndThoseAbove() throws IOException {
            file("proc/self/cgroup", "0::/pod/container\n");
            file("sys/fs/cgroup/pod/cpu.max", "150000 100000\n");
            file("sys/fs/cgroup/pod/container/cpu.max", "max 100000\n");
            file("sys/fs/cgroup/pod/memory.max", "4294967296\n");
            file("sys/fs/cgroup/pod/container/memory.max", "1073741824\n");

            assertThat(facts())
                    .containsEntry("container.cpu.max", Evidence.observed("1.5"))
                    .containsEntry("container.memory.max", Evidence.observed("1073741824"));
        }

        @Test
        void mayBeOfVersionOne() throws IOException {
            file("proc/self/cgroup", "4:memory:/docker/x\n2:cpu,cpuacct:/docker/x\n0::/\n");
            file("sys/fs/cgroup/cpu/docker/x/cpu.cfs_quota_us", "-1\n");
            file("sys/fs/cgroup/cpu/docker/x/cpu.cfs_period_us", "100000\n");
            file("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");

            assertThat(facts())
                    .containsEntry("container.cpu.max", Evidence.observed("unlimited"))
                    .containsEntry("container.memory.max", Evidence.observed("unlimited"));
        }

        @Test
        void mayNotLimitAnythingNorBeLookedAtFromOutside() throws IOException {
            file("proc/self/cgroup", "0::/../../other\n");

            assertThat(facts())
                    .containsEntry(
                            "container.cpu.max", Evidence.unavailable("no control group of this process limits cpu"));
        }
    }

    @Nested
    class AnAccelerator {
        @Test
        void ofNvidiaIsToldByItsDriver() throws IOException {
            file(
                    "proc/driver/nvidia/version",
                    "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.124.06  Release Build\nGCC version: 12.2.0\n");
            file("proc/driver/nvidia/gpus/0000:05:00.0/information", "Model: \t\t NVIDIA H200\nGPU UUID: GPU-x\n");
            file("proc/driver/nvidia/gpus/0000:06:00.0/information", "Model: \t\t NVIDIA H200\n");

            assertThat(facts())
                    .containsEntry("cuda.driver", Evidence.observed("570.124.06"))
                    .containsEntry("cuda.devices", Evidence.observed("NVIDIA H200, NVIDIA H200"));
        }

        @Test
        void ofNvidiaIsToldByItsProgramWhereTheDriverHasNoFiles() {
            commands = (command, directory, set, timeout) ->
                    Evidence.observed("551.23, NVIDIA RTX A2000\n551.23, NVIDIA T4\n");

            assertThat(facts())
                    .containsEntry("cuda.driver", Evidence.observed("551.23"))
                    .containsEntry("cuda.devices", Evidence.observed("NVIDIA RTX A2000, NVIDIA T4"));
        }

        @Test
        void thatDoesNotAnswerIsToldSo() {
            commands = (command, directory, set, timeout) -> Evidence.observed("\n");

            assertThat(facts().get("cuda.devices")).isInstanceOf(Evidence.Unavailable.class);
        }

        @Test
        void isSeenOnTheBusWhoeverMadeIt() throws IOException {
            file("sys/bus/pci/devices/0000:00:01.0/class", "0x020000\n");
            file("sys/bus/pci/devices/0000:00:02.0/class", "0x120000\n");
            file("sys/bus/pci/devices/0000:00:02.0/vendor", "0x1002\n");
            file("sys/bus/pci/devices/0000:00:02.0/device", "0x74a1\n");

            assertThat(facts()).containsEntry("accelerators", Evidence.observed("1002:74a1"));
        }

        @Test
        void mayNotBeThere() throws IOException {
            file("sys/bus/pci/devices/0000:00:01.0/class", "0x020000\n");

            assertThat(facts()).containsEntry("accelerators", Evidence.observed("none on the PCI bus"));
        }
    }

    @Nested
    class Settings {
        @Test
        void areToldByTheListOfNamesOnly() {
            variables.putAll(Map.of(
                    "OMP_NUM_THREADS",
                    "2",
                    "LC_ALL",
                    "C",
                    "OMP_SECRET",
                    "hunter2",
                    "HOME",
                    "/home/me",
                    "AWS_REGION",
                    "x",
                    "omp_x",
                    "x",
                    "GLIBC_TUNABLES",
                    "glibc.cpu.hwcaps=-AVX2"));
            properties.putAll(Map.of(
                    "java.util.Arrays.useLegacyMergeSort",
                    "true",
                    "com.example.numbers.password",
                    "hunter2",
                    "javax.net.ssl.keyStorePassword",
                    "hunter2",
                    "app.mode",
                    "x",
                    "java.class.path",
                    "/home/me/a.jar",
                    "user.dir",
                    "/home/me",
                    "user.language",
                    "tr",
                    "java.rmi.server",
                    "https://me:hunter2@host"));

            variables.put("NUMBERS_MODE", "fast");
            libraries = new Libraries(List.of(LibraryDescriptors.numbers()), false);

            SortedMap<String, Evidence<String>> facts = facts();
            facts.keySet().removeIf(name -> !name.startsWith("variable.") && !name.startsWith("property."));
            assertThat(facts)
                    .isEqualTo(Map.of(
                            "variable.OMP_NUM_THREADS", Evidence.observed("2"),
                            "variable.LC_ALL", Evidence.observed("C"),
                            "variable.NUMBERS_MODE", Evidence.observed("fast"),
                            "variable.OMP_SECRET", Evidence.observed("<redacted>"),
                            "variable.GLIBC_TUNABLES", Evidence.observed("glibc.cpu.hwcaps=-AVX2"),
                            "property.java.util.Arrays.useLegacyMergeSort", Evidence.observed("true"),
                            "property.com.example.numbers.password", Evidence.observed("<redacted>"),
                            "property.user.language", Evidence.observed("tr"),
                            "property.java.rmi.server", Evidence.observed("https://<redacted>@host")));
        }

        @Test
        void thatAreEmptyAreToldSo() {
            variables.put("LC_ALL", "");

            assertThat(facts()).containsEntry("variable.LC_ALL", Evidence.unavailable("it is empty"));
        }
    }

    @Nested
    class FlagsOfTheJvm {
        @Test
        void areThoseThatWereGivenWithoutPropertiesAndPaths() {
            assertThat(JvmFacts.flags(List.of(
                            "-Xmx2g",
                            "-Dapp.token=hunter2",
                            "-XX:+UseSerialGC",
                            "-javaagent:/home/me/agent.jar=key=hunter2",
                            "-agentpath:C:\\x\\lib.dll",
                            "--add-opens=a/b=ALL-UNNAMED",
                            "-XX:OnError=curl -H 'Authorization: Bearer hunter2'")))
                    .isEqualTo(
                            "-Xmx2g -XX:+UseSerialGC -javaagent:agent.jar -agentpath:lib.dll --add-opens=a/b=ALL-UNNAMED"
                                    + " -XX:OnError=curl -H 'Authorization: <redacted>");
            assertThat(JvmFacts.flags(List.of("-Dx=1"))).isEqualTo("none");
        }
    }

    private SortedMap<String, Evidence<String>> facts() {
        return new TreeMap<>(Fingerprint.observe(new Host(root, variables, properties, commands), libraries));
    }

    private void file(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content.getBytes(StandardCharsets.ISO_8859_1));
    }
}
