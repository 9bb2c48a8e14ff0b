using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Budstikke.Documents.Schematron;
using Budstikke.Documents.Schematron.Trees;
using Budstikke.Documents.Tests.Schematron;
using Budstikke.Documents.Tests.Ubl;
using Budstikke.Support;

namespace Budstikke.Documents.Bench;

/// <summary>
/// What a check costs, by its parts, on one thread and warm, and what the official engine takes in the same run.
/// </summary>
internal static partial class RulesTimes
{
    private const int Warm = 300;
    private const int Rounds = 15;

    public static int Run()
    {
        var files = RuleFolder.Files();
        var rulesOnly = files.Where(file => file.Key.EndsWith(".sch", StringComparison.Ordinal)).ToDictionary();
        Console.WriteLine($"rules compiled, cold: {Once(() => Validator.Compile(rulesOnly)):0} ms");
        Console.WriteLine($"rules and schema compiled, cold: {Once(() => Validator.Compile(files)):0} ms");
        Console.WriteLine($"rules compiled, warm: {Once(() => Validator.Compile(rulesOnly)):0} ms");
        var bare = Validator.Compile(rulesOnly);
        var whole = Validator.Compile(files);
        Console.WriteLine("document                    bytes  parse  +schema   rules   whole  KB/doc  official");
        foreach (var (name, document) in Documents())
            Write(name, document, bare, whole);
        return 0;
    }

    private static IEnumerable<(string Name, byte[] Document)> Documents()
    {
        var examples = PeppolFolder.PathOf("examples");
        yield return ("small Norwegian invoice", Samples.All["simple"].Written);
        yield return ("sample-no-ehf.xml", File.ReadAllBytes(Path.Combine(examples, "NO", "sample-no-ehf.xml")));
        yield return ("base-example.xml", File.ReadAllBytes(Path.Combine(examples, "base-example.xml")));
        foreach (var lines in new[] { 100, 1000 })
            yield return ($"{lines} lines", WithLines(lines));
    }

    private static byte[] WithLines(int lines) =>
        Ubl.UblWriter.ToArray(
            (
                Parts.Simple with
                {
                    Lines =
                    [
                        .. Enumerable
                            .Range(1, lines)
                            .Select(i => Parts.Line($"{i}", $"Vare {i}", i, 1.01m * i, Parts.Standard)),
                    ],
                }
            ).Summed()
        );

    private static void Write(string name, byte[] document, Validator bare, Validator whole)
    {
        Tree tree = bare.Read(document).Tree;
        var parse = Each(() => bare.Read(document), document.Length);
        var schema = Each(() => whole.Read(document), document.Length);
        var rules = Each(() => bare.ByRules(tree, true, CancellationToken.None), document.Length);
        var all = Each(() => whole.Check(document), document.Length);
        var before = GC.GetAllocatedBytesForCurrentThread();
        whole.Check(document);
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / 1024;
        Console.WriteLine(
            $"{name, -24} {document.Length, 8} {parse, 6:0.000} {schema, 8:0.000} {rules, 7:0.000} {all, 7:0.000} "
                + $"{bytes, 7} {Official(document), 9:0.00}"
        );
    }

    /// <summary>Processor time of the whole process: other programs on the machine do not count.</summary>
    private static double Once(Action work)
    {
        var start = Process.GetCurrentProcess().TotalProcessorTime;
        work();
        return (Process.GetCurrentProcess().TotalProcessorTime - start).TotalMilliseconds;
    }

    /// <summary>The median of some rounds' averages, in milliseconds.</summary>
    private static double Each(Action work, int bytes)
    {
        var times = bytes > 100_000 ? 5 : 100;
        for (var at = 0; at < (bytes > 100_000 ? 30 : Warm); at++)
            work();
        var rounds = Enumerable
            .Range(0, Rounds)
            .Select(_ =>
                Once(() =>
                {
                    for (var at = 0; at < times; at++)
                        work();
                }) / times
            )
            .Order()
            .ToArray();
        return rounds[Rounds / 2];
    }

    private static double Official(byte[] document)
    {
        var file = Path.GetTempFileName();
        File.WriteAllBytes(file, document);
        var start = new ProcessStartInfo("java") { UseShellExecute = false, RedirectStandardOutput = true };
        string[] arguments =
        [
            "-Xss8m",
            "-XX:+UseSerialGC",
            $"-Dxslt.dir={PeppolFolder.PathOf("xslt")}",
            "-cp",
            "/usr/share/java/Saxon-HE.jar",
            PeppolFolder.PathOf("PeppolOracle.java"),
            "--bench",
            document.Length > 100_000 ? "40" : "600",
            file,
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        File.Delete(file);
        var match = Median().Match(text);
        return match.Success ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : double.NaN;
    }

    [GeneratedRegex(@"median ([0-9.]+) ms", RegexOptions.None, 1000)]
    private static partial Regex Median();
}
