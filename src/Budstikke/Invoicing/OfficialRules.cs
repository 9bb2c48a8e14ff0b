using Budstikke.Documents.Invoices;
using Budstikke.Documents.Rules;
using Budstikke.Documents.Schematron;
using Budstikke.Documents.Ubl;
using Budstikke.Storage;

namespace Budstikke.Invoicing;

/// <summary>
/// The official rule files that the settings name (<c>Peppol__Rules</c>), compiled when they are first asked for: a
/// node does so before it takes work, a command only if it checks a document. Without the setting nothing is asked.
/// </summary>
internal sealed class OfficialRules
{
    public const string Setting = "Peppol:Rules";

    /// <summary>Rule of a finding that there is none for: the document could not be checked.</summary>
    private const string NotChecked = "NOT-CHECKED";

    private static readonly string[] s_folders = ["sch", "xsd"];

    private readonly Lazy<Validator>? _validator;

    private OfficialRules(Lazy<Validator>? validator) => _validator = validator;

    public static OfficialRules None { get; } = new(null);

    /// <summary>Null where no rule files are set.</summary>
    /// <exception cref="SettingRefusedException">They say something that is not known.</exception>
    public Validator? Validator => _validator?.Value;

    public static OfficialRules Of(IConfiguration settings)
    {
        if (settings[Setting] is not { Length: > 0 } folder)
            return None;
        foreach (var name in s_folders)
            if (!Directory.Exists(Path.Combine(folder, name)))
                throw new SettingRefusedException($"Peppol__Rules must be a folder with sch and xsd in it: {folder}");
        return new(new Lazy<Validator>(() => Compile(folder)));
    }

    /// <summary>What the rules say of a document as it would be sent; null where there are none.</summary>
    public Verdict? Check(byte[] ubl, bool travelsOverPeppol) => Validator?.Check(ubl, travelsOverPeppol);

    /// <summary>The same of a document that nobody has rendered, without its attachments.</summary>
    public Verdict? Check(Invoice invoice)
    {
        var travels = invoice.Buyer.Endpoint is not null;
        return Validator?.Check(UblWriter.ToArray(invoice, travels ? UblProfile.Peppol : UblProfile.En16931), travels);
    }

    /// <summary>By which rules a document is checked, each with the version that its file says.</summary>
    public IReadOnlyList<string>? Names(bool travelsOverPeppol) =>
        Validator?.RuleSets.Where(set => travelsOverPeppol || !set.IsPeppol).Select(NameOf).ToArray();

    public static string NameOf(RuleSetInfo set) => set.Version is null ? set.Name : $"{set.Name} {set.Version}";

    /// <summary>Why a document may not be sent; empty where it may.</summary>
    public static IReadOnlyList<Violation> Against(Verdict? verdict) =>
        verdict switch
        {
            null or { Outcome: Outcome.Valid } => [],
            { Outcome: Outcome.CouldNotCheck } =>
            [
                new(NotChecked, "/", $"The official rules could not be asked: {verdict.Reason}."),
            ],
            _ => [.. verdict.Findings.Where(finding => finding.Severity == Severity.Fatal).Select(ViolationOf)],
        };

    public static IReadOnlyList<Violation> Warnings(Verdict? verdict) =>
        [.. (verdict?.Findings ?? []).Where(finding => finding.Severity == Severity.Warning).Select(ViolationOf)];

    /// <summary>What a rule says, without its id, with which the official texts begin.</summary>
    public static string TextOf(Finding finding)
    {
        var id = $"[{finding.RuleId}]-";
        return finding.Text.StartsWith(id, StringComparison.Ordinal) ? finding.Text[id.Length..] : finding.Text;
    }

    private static Violation ViolationOf(Finding finding) =>
        new(
            finding.RuleId,
            finding.Location,
            finding.Value is null ? TextOf(finding) : $"{TextOf(finding)} It has {finding.Value}."
        );

    private static Validator Compile(string folder)
    {
        try
        {
            return Documents.Schematron.Validator.Compile(
                s_folders
                    .SelectMany(name =>
                        Directory.GetFiles(Path.Combine(folder, name), "*.*", SearchOption.AllDirectories)
                    )
                    .ToDictionary(
                        file => Path.GetRelativePath(folder, file).Replace('\\', '/'),
                        File.ReadAllBytes,
                        StringComparer.Ordinal
                    )
            );
        }
        catch (RuleFilesException e)
        {
            throw new SettingRefusedException($"Peppol__Rules: {e.Message}");
        }
        catch (IOException e)
        {
            throw Unread(e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw Unread(e);
        }
    }

    private static SettingRefusedException Unread(Exception e) => new($"Peppol__Rules cannot be read: {e.Message}");
}
