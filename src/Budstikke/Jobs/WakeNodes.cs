using Budstikke.Storage;

namespace Budstikke.Jobs;

/// <summary>
/// Carries this node's calls to the other nodes of a PostgreSQL, and theirs to it. A connection that is lost is opened
/// again; meanwhile polling finds the work, so nothing here may stop a node.
/// </summary>
/// <param name="hears">False for a node that works on no jobs.</param>
internal sealed class WakeNodes(string connectionString, bool hears, Wake wake, Outages outages) : BackgroundService
{
    private const string What = "The wake-up between nodes";

    /// <summary>By then the pumps have told of a database that is away, and it need not be told twice.</summary>
    private const int FailuresBeforeTold = 5;
    private const int SpacingMilliseconds = 10;
    private const int FirstPauseMilliseconds = 250;
    private const int LongestPauseMilliseconds = 10_000;
    private readonly string _node = Guid.NewGuid().ToString("N");

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Keep(Say, stoppingToken), hears ? Keep(Listen, stoppingToken) : Task.CompletedTask);

    /// <summary>250 ms after the first failure in a row, doubled with each, 10 s at most.</summary>
    public static TimeSpan PauseAfter(int failures) =>
        TimeSpan.FromMilliseconds(
            Math.Min(LongestPauseMilliseconds, FirstPauseMilliseconds * Math.Pow(2, Math.Min(failures - 1, 16)))
        );

    private async Task Keep(Func<PostgresSignal, CancellationToken, Task> use, CancellationToken stopping)
    {
        await Task.Yield();
        var failures = 0;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await using var signal = await PostgresSignal.Open(connectionString, stopping);
                failures = 0;
                outages.Ended(What);
                await use(signal, stopping);
            }
            catch (Exception error) when (!stopping.IsCancellationRequested)
            {
                var pause = PauseAfter(++failures);
                if (failures >= FailuresBeforeTold && !outages.IsAway(Database.Name))
                    outages.Failed(What, error);
                await Task.WhenAny(Task.Delay(pause, stopping));
            }
            catch (Exception)
            {
                // The node stops, and what was under way was broken off.
            }
        }
    }

    private async Task Say(PostgresSignal signal, CancellationToken stopping)
    {
        // First without kinds, for all: there may have been calls while the connection was away.
        IReadOnlyCollection<string> kinds = [];
        while (true)
        {
            await signal.Say(string.Join(' ', kinds.Prepend(_node)), stopping);
            await Task.Delay(SpacingMilliseconds, stopping);
            kinds = await wake.NextForOthers(stopping);
        }
    }

    private Task Listen(PostgresSignal signal, CancellationToken stopping) =>
        // Whatever was said while nobody listened is lost.
        signal.Listen(begun: wake.HearAll, Heard, stopping);

    /// <param name="word">A node, and the kinds that it has enqueued; any, where it names none.</param>
    private void Heard(string word)
    {
        var parts = word.Split(' ');
        if (parts[0] == _node)
            return;
        if (parts.Length == 1)
            wake.HearAll();
        else
            wake.Hear(parts[1..]);
    }
}
