using System.CommandLine;
using Budstikke.Documents.Schematron;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Outcome = Budstikke.Documents.Schematron.Outcome;

namespace Budstikke.Commands;

/// <summary>
/// <c>validate FILE…</c>: UBL invoices and credit notes of any origin, by the official rules. It needs no store.
/// </summary>
internal static class ValidateCommand
{
    private const int Broken = 1;
    private const int NotChecked = 2;

    private static readonly Argument<string[]> s_files = new("FILE")
    {
        Description = "Documents, folders, patterns like 2026/*.xml; - reads one from stdin.",
        Arity = ArgumentArity.OneOrMore,
    };
    private static readonly Option<bool> s_json = new("--json") { Description = "JSON on stdout, nothing else." };
    private static readonly Option<bool> s_en16931 = new("--en16931")
    {
        Description = "Leave out the rules of Peppol, for documents that never travel over it.",
    };

    /// <param name="openInput">Stdin, when a document is read from it.</param>
    public static Command Of(Func<IConfiguration> settings, Func<Stream> openInput)
    {
        var command = new Command(
            "validate",
            "Checks UBL invoices and credit notes by the official rules (Peppol__Rules). Exits 0 when all are valid, "
                + "1 when one breaks a fatal rule or is no XML, 2 when one could not be checked."
        )
        {
            s_files,
            s_json,
            s_en16931,
        };
        command.SetAction((said, cancel) => Run(OfficialRules.Of(settings()), said, openInput, cancel));
        return command;
    }

    private static async Task<int> Run(
        OfficialRules rules,
        ParseResult said,
        Func<Stream> openInput,
        CancellationToken cancel
    )
    {
        if (rules.Validator is not { } validator)
            return StoreWork.Refuse(
                said,
                ["Peppol__Rules is not set: it names the folder with the official rules, see docs/operations/rules.md."]
            );
        var names = GivenFiles.Of(said.GetRequiredValue(s_files));
        var travels = !said.GetValue(s_en16931);
        var checkedOnes = await Terminal.WithStatus<int, List<CheckedFile>>(
            $"0 of {names.Count}",
            done => $"{done} of {names.Count}",
            async progress =>
            {
                var done = new List<CheckedFile>(names.Count);
                foreach (var name in names)
                {
                    cancel.ThrowIfCancellationRequested();
                    done.Add(await CheckedFile.Of(validator, name, travels, openInput, cancel));
                    progress?.Report(done.Count);
                }
                return done;
            }
        );
        var output = said.InvocationConfiguration.Output;
        if (said.GetValue(s_json))
            await output.WriteLineAsync(JsonOptions.Store(checkedOnes.Select(one => one.Shown)));
        else
            ValidateTable.Render(checkedOnes, rules.Names(travels)!, Terminal.On(output));
        return checkedOnes.Any(one => one.Outcome == Outcome.CouldNotCheck) ? NotChecked
            : checkedOnes.Any(one => one.Outcome == Outcome.Invalid) ? Broken
            : 0;
    }
}

/// <summary>A document that was checked, as the command shows it.</summary>
internal sealed record CheckedFile(string File, Outcome Outcome, string? Reason, IReadOnlyList<Finding> Findings)
{
    /// <summary>By the names that the API's call has for them.</summary>
    public object Shown =>
        new
        {
            File,
            Outcome = Outcome switch
            {
                Outcome.Valid => "valid",
                Outcome.Invalid => "invalid",
                _ => "couldNotCheck",
            },
            Reason,
            Findings = Findings.Select(finding => new
            {
                finding.RuleSet,
                Rule = finding.RuleId,
                Severity = finding.Severity == Severity.Fatal ? "fatal" : "warning",
                finding.Location,
                finding.Line,
                finding.Column,
                finding.Text,
                finding.Value,
            }),
        };

    public static async Task<CheckedFile> Of(
        Validator validator,
        string name,
        bool travelsOverPeppol,
        Func<Stream> openInput,
        CancellationToken cancel
    )
    {
        try
        {
            await using var input = name == GivenFiles.StandardInput ? openInput() : System.IO.File.OpenRead(name);
            var verdict = await ReadAll(input, cancel) is { } document
                ? validator.Check(document, travelsOverPeppol, cancel)
                : new(Outcome.CouldNotCheck, [], $"it is larger than {Validator.MaxBytes} bytes");
            return new(name, verdict.Outcome, verdict.Reason, verdict.Findings);
        }
        catch (IOException e)
        {
            return Unread(name, e);
        }
        catch (UnauthorizedAccessException e)
        {
            return Unread(name, e);
        }
    }

    private static CheckedFile Unread(string name, Exception e) =>
        new(name, Outcome.CouldNotCheck, $"it cannot be read: {e.Message}", []);

    /// <summary>Null where it is larger than is looked at; no more than that is read.</summary>
    private static async Task<byte[]?> ReadAll(Stream input, CancellationToken cancel)
    {
        using var memory = new MemoryStream();
        var buffer = new byte[81920];
        int read;
        while ((read = await input.ReadAsync(buffer, cancel)) > 0)
        {
            if (memory.Length + read > Validator.MaxBytes)
                return null;
            memory.Write(buffer, 0, read);
        }
        return memory.ToArray();
    }
}

/// <summary>The documents that a person meant: files, all .xml below a folder, what fits a pattern.</summary>
internal static class GivenFiles
{
    public const string StandardInput = "-";

    /// <summary>A name that is nothing stays as it is: that it cannot be read is said of it then.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<string> given) =>
        [.. given.SelectMany(One).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<string> One(string given)
    {
        if (given == StandardInput || File.Exists(given))
            return [given];
        if (Directory.Exists(given))
            return Sorted(Directory.EnumerateFiles(given, "*.xml", SearchOption.AllDirectories));
        var pattern = Path.GetFileName(given);
        var folder = Path.GetDirectoryName(given) is { Length: > 0 } named ? named : ".";
        return pattern.AsSpan().IndexOfAny('*', '?') >= 0 && Directory.Exists(folder)
            ? Sorted(Directory.EnumerateFiles(folder, pattern)).DefaultIfEmpty(given)
            : [given];
    }

    private static IEnumerable<string> Sorted(IEnumerable<string> files) => files.Order(StringComparer.Ordinal);
}
