using Budstikke.Storage;
using Budstikke.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Budstikke.Tests.Storage;

/// <summary>An outage is a few lines, however many meet it.</summary>
public sealed class OutagesTests
{
    private const string What = "The database";
    private readonly TestClock _clock = new(BudstikkeApp.Monday);
    private readonly HeardLog _log = new();
    private readonly Outages _outages;

    public OutagesTests() =>
        _outages = new(_clock, LoggerFactory.Create(logging => logging.AddProvider(_log)).CreateLogger<Outages>());

    private IEnumerable<string> Lines => _log.Lines.Select(line => $"{line.Level}: {line.Text.TrimEnd()}");

    [Fact]
    public void It_is_told_when_it_begins_once_a_minute_and_when_it_is_over()
    {
        for (var second = 0; second < 150; second++)
        {
            for (var i = 0; i < 10; i++)
                _outages.Failed(What, "no route");
            Pass(1);
        }
        Pass(4);
        _outages.Worked(What);
        _outages.Worked(What);

        Lines.ShouldBe([
            "Warning: The database is away: no route",
            "Warning: The database is still away after 60 s and 601 failures: no route",
            "Warning: The database is still away after 120 s and 1201 failures: no route",
            "Information: The database is back: it was away for 149 s, with 1500 failures",
        ]);
        _outages.IsAway(What).ShouldBeFalse();
    }

    [Fact]
    public void What_is_half_away_is_not_called_back_at_each_success()
    {
        for (var i = 0; i < 20; i++)
        {
            _outages.Failed(What, "no route");
            Pass(1);
            _outages.Worked(What);
        }

        Lines.ShouldHaveSingleItem();
        _outages.IsAway(What).ShouldBeTrue();
    }

    [Fact]
    public void One_outage_is_nothing_to_another_and_who_is_there_says_nothing()
    {
        _outages.Worked("The channel Email");
        _outages.Failed(What, new IOException("outer", new InvalidOperationException("first line\nsecond line")));
        _outages.Ended("The channel Email");

        Lines.ShouldBe(["Warning: The database is away: first line"]);
        _outages.Ended(What);
        _outages.IsAway(What).ShouldBeFalse();
    }

    private void Pass(int seconds) => _clock.Set(_clock.GetUtcNow().AddSeconds(seconds));
}
