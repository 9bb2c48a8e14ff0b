using System.Diagnostics.Metrics;
using Budstikke.Clients;
using Budstikke.Jobs.Network;
using Budstikke.Storage;

namespace Budstikke.Connect;

/// <summary>
/// Calls without a token that works. Each is counted, now and then one stands in the log, and whoever has had too many
/// of them refused is told to come later. Only refusals are held back: a token that works is let in from any address at
/// any time.
/// </summary>
internal sealed class RefusedTokens(int perMinute, Meter meter, TimeProvider time, ILogger<RefusedTokens> log)
{
    private const int MaxPerMinute = 1_000_000;
    private static readonly TimeSpan s_betweenLines = TimeSpan.FromSeconds(10);

    private readonly Buckets? _addresses = perMinute == 0 ? null : new(perMinute, time);
    private readonly Counter<long> _refused = meter.CreateCounter<long>("budstikke.tokens.refused", "{token}");
    private readonly Lock _turn = new();
    private DateTimeOffset _nextLineAt;
    private long _untold;

    public static RefusedTokens Of(IServiceProvider services) =>
        new(
            Settings.Number(
                services.GetRequiredService<IConfiguration>(),
                "Connect:RefusedTokensPerMinute",
                30,
                0,
                MaxPerMinute
            ),
            services.GetRequiredService<Meter>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<RefusedTokens>>()
        );

    public Answer Refuse(HttpContext context, TokenFault fault)
    {
        var address = CallerAddress.Of(context);
        _refused.Add(1, new KeyValuePair<string, object?>("reason", fault.ToString().ToLowerInvariant()));
        Note(context, fault, address);
        return _addresses?.Take(address).RetryAfterSeconds is { } seconds
            ? Envelope.TooManyRequests(seconds)
            : Envelope.Unauthorized(fault);
    }

    /// <summary>Logs a sample: the first refusal at once, and later the newest one with the number of all since the
    /// line before.</summary>
    private void Note(HttpContext context, TokenFault fault, string address)
    {
        long count;
        lock (_turn)
        {
            _untold++;
            var now = time.GetUtcNow();
            if (now < _nextLineAt)
                return;
            (count, _untold, _nextLineAt) = (_untold, 0, now + s_betweenLines);
        }
        log.LogWarning(
            "{Count} calls were refused for their token, the last from {Address}: {Reason}, request {RequestId}",
            count,
            address,
            fault.Sentence(),
            context.TraceIdentifier
        );
    }
}
