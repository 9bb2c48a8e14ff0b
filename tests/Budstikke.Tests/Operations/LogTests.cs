using System.Collections.Concurrent;
using Budstikke.Jobs;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Budstikke.Tests.Operations;

/// <summary>The log names the order as a field, and never a person's number.</summary>
public sealed class LogTests
{
    [Fact]
    public async Task Trouble_on_the_way_is_logged_with_the_orders_uuid()
    {
        await using var app = await BudstikkeApp.Start();
        var log = Listen(app);
        app.EInvoice.Answer = new Refused("no agreement");
        app.Email.Answer = new Refused("550 kari@customer.example unknown");

        var order = await app.Submit(Samples.ToPerson, Samples.PersonalNumber);
        await app.RunJobs();

        log.Lines.ShouldContain(line => line.Text.Contains("DispatchRefused") && line.OrderId == order);
        log.Lines.ShouldAllBe(line =>
            !line.Text.Contains(Samples.PersonalNumber) && !line.Text.Contains("kari@customer.example")
        );
    }

    [Fact]
    public async Task A_handler_that_fails_is_logged_with_the_orders_uuid_and_a_trace()
    {
        await using var app = await BudstikkeApp.Start();
        var log = Listen(app);
        app.Email.While = _ => throw new InvalidOperationException("a defect");

        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        var line = log.Lines.Where(one => one.Level == LogLevel.Error).ShouldHaveSingleItem();
        line.OrderId.ShouldBe(order);
        line.Text.ShouldContain("send-email failed");
        line.Text.ShouldContain("trace");
    }

    private static Heard Listen(BudstikkeApp app)
    {
        var heard = new Heard();
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(heard);
        return heard;
    }

    private sealed record Line(LogLevel Level, string Text, string? OrderId);

    private sealed class Heard : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<Line> _lines = new();

        public IReadOnlyCollection<Line> Lines => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            var fields = state as IEnumerable<KeyValuePair<string, object?>> ?? [];
            var order = fields.FirstOrDefault(field => field.Key == "OrderId").Value?.ToString();
            _lines.Enqueue(new(logLevel, formatter(state, exception), order));
        }

        public void Dispose() { }
    }
}
