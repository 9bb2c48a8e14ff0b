using System.Diagnostics.Metrics;
using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Peppol;

/// <summary>Tells of the end of our certificate in time: in the log, in a metric, and to whoever asks how the node
/// is.</summary>
internal sealed class CertificateWatch : Chore
{
    private static readonly TimeSpan s_interval = TimeSpan.FromHours(6);
    private readonly OwnCertificate _own;
    private readonly TimeProvider _time;
    private readonly ILogger<CertificateWatch> _log;

    public CertificateWatch(
        OwnCertificate own,
        Meter meter,
        Database database,
        NodeClock clock,
        TimeProvider time,
        ILogger<CertificateWatch> log
    )
        : base(s_interval, database, clock, log)
    {
        (_own, _time, _log) = (own, time, log);
        meter.CreateObservableGauge("budstikke.peppol.certificate.days_left", DaysLeft, "{day}");
    }

    protected override string What => "Looking at the Peppol certificate";

    /// <summary>A sentence; null where nothing is to be done.</summary>
    public string? Warning() => CertificateAlarm.Of(_own.Current, _time.GetUtcNow());

    public override Task Run(CancellationToken cancel)
    {
        if (Warning() is { } warning)
            _log.LogWarning("{Warning}", warning);
        return Task.CompletedTask;
    }

    /// <summary>None where there is no certificate.</summary>
    private IEnumerable<Measurement<int>> DaysLeft() =>
        _own.Current is { } certificate ? [new(CertificateAlarm.DaysLeft(certificate, _time.GetUtcNow()))] : [];
}
