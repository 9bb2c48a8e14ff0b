using System.Diagnostics;
using Budstikke.Documents.Tests.Schematron;
using Budstikke.Documents.Tests.Ubl;

namespace Budstikke.Documents.Bench;

/// <summary>Our check beside the official engine, over examples, random documents and mutants of both.</summary>
internal static class RulesComparison
{
    private const int MaxShown = 40;

    public static async Task<int> Run(int documents, int mutants, int seed)
    {
        var watch = Stopwatch.StartNew();
        var validator = RuleFolder.Validator;
        Console.WriteLine($"rules compiled in {watch.ElapsedMilliseconds} ms");
        var random = new Random(seed);
        byte[][] own = [.. AnyInvoice.Some(documents, seed)];
        byte[][] examples = [.. RuleFolder.Examples()];
        var tally = new Tally();
        foreach (var document in examples)
            await tally.Compare(validator, "example", document);
        foreach (var document in own)
            await tally.Compare(validator, "random", document);
        var small = own.Where(document => document.Length < 30_000).ToArray();
        while (tally.Compared < examples.Length + documents + mutants)
        {
            var from = random.Next(2) == 0 || small.Length == 0 ? examples : small;
            var other = examples[random.Next(examples.Length)];
            await tally.Compare(validator, "mutant", Mutants.Of(from[random.Next(from.Length)], other, random));
        }
        tally.Write();
        return tally.Differing == 0 ? 0 : 1;
    }

    private sealed class Tally
    {
        private readonly Dictionary<string, int> _kinds = [];
        private readonly SortedDictionary<string, int> _rules = new(StringComparer.Ordinal);
        private int _refused;
        private int _shown;
        private int _errors;

        public int Compared { get; private set; }
        public int Differing { get; private set; }

        public async Task Compare(Documents.Schematron.Validator validator, string kind, byte[] document)
        {
            var differences = await Comparison.Differences(validator, document);
            if (differences is null)
            {
                _refused++;
                return;
            }
            Compared++;
            _kinds[kind] = _kinds.GetValueOrDefault(kind) + 1;
            foreach (var finding in validator.Check(document).Findings)
            {
                _rules[finding.RuleId] = _rules.GetValueOrDefault(finding.RuleId) + 1;
                _errors += Comparison.IsError(finding) ? 1 : 0;
            }
            if (differences.Count == 0)
                return;
            Differing++;
            if (_shown++ >= MaxShown)
                return;
            var file = Path.Combine(Path.GetTempPath(), $"differs-{_shown}.xml");
            await File.WriteAllBytesAsync(file, document);
            Console.WriteLine($"{kind} {file}:");
            foreach (var difference in differences.Take(6))
                Console.WriteLine($"  {difference}");
        }

        public void Write()
        {
            Console.WriteLine(string.Join(", ", _kinds.Select(kind => $"{kind.Value:#,0} {kind.Key}s")));
            Console.WriteLine($"{_refused:#,0} set aside by the schema; {Differing:#,0} differ");
            Console.WriteLine($"{_rules.Count:#,0} rules fired, {_errors:#,0} errors of evaluation");
        }
    }
}
