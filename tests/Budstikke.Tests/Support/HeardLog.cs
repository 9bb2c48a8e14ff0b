using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Budstikke.Tests.Support;

internal sealed record LogLine(LogLevel Level, string Text, string? OrderId);

/// <summary>All that a service logs from now on.</summary>
internal sealed class HeardLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<LogLine> _lines = new();

    public IReadOnlyCollection<LogLine> Lines => _lines;

    public static HeardLog Of(BudstikkeApp app) => Of(app.Services);

    public static HeardLog Of(IServiceProvider services)
    {
        var heard = new HeardLog();
        services.GetRequiredService<ILoggerFactory>().AddProvider(heard);
        return heard;
    }

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
        _lines.Enqueue(new(logLevel, $"{formatter(state, exception)} {exception}", order));
    }

    public void Dispose() { }
}
