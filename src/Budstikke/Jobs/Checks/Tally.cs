namespace Budstikke.Jobs.Checks;

/// <param name="Looked">How many it looked at.</param>
/// <param name="Found">How many findings, listed or not.</param>
/// <param name="Held">How many orders wait, rightly, for their period to close.</param>
internal sealed record CheckResult(string Check, long Looked, long Found, long? Held = null);

/// <summary>Something is not as it must be.</summary>
/// <param name="Subject">Whose it is: an order's, an invoice's, a dispatch's id.</param>
internal sealed record Finding(string Check, string Subject, string Sentence);

/// <summary>How far the audit is.</summary>
internal sealed record VerifyProgress(string Check, long Looked);

/// <summary>Counts what one check looks at, and keeps what it finds.</summary>
internal sealed class Tally(string check)
{
    /// <summary>A store that is wrong throughout must not fill the memory; beyond this, findings are counted.</summary>
    public const int MaxListedFindings = 1000;
    private readonly List<Finding> _findings = [];
    private long _looked;
    private long _found;
    private long? _held;

    public IReadOnlyList<Finding> Findings => _findings;

    public CheckResult Result => new(check, _looked, _found, _held);

    /// <summary>Notes a thing that was looked at, with what is wrong with it.</summary>
    public void Look(string subject, IEnumerable<string> sentences)
    {
        _looked++;
        foreach (var sentence in sentences)
            Find(subject, sentence);
    }

    public void Find(string subject, string sentence)
    {
        if (++_found <= MaxListedFindings)
            _findings.Add(new(check, subject, sentence));
    }

    public void Hold(bool isHeld) => _held = (_held ?? 0) + (isHeld ? 1 : 0);

    public VerifyProgress Progress => new(check, _looked);
}
