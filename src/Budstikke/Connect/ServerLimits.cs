using Budstikke.Storage;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Budstikke.Connect;

/// <summary>How long and how much a connection may ask of the server before a caller is known. The limit of a body is
/// its reader's.</summary>
internal sealed record ServerLimits(TimeSpan Headers, TimeSpan BodyGrace)
{
    private const int MaxConnections = 50_000;
    private const int MaxHeaders = 100;
    private const int MaxHeaderBytes = 32 * 1024;
    private const int MaxRequestLineBytes = 8 * 1024;

    /// <summary>Whoever sends or takes less for longer than the grace only holds a connection.</summary>
    private const double MinBytesPerSecond = 240;
    private const int MaxSeconds = 300;
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(130);

    public static ServerLimits Of(IConfiguration settings) =>
        new(
            TimeSpan.FromSeconds(Settings.Number(settings, "Connect:HeaderSeconds", 15, 1, MaxSeconds)),
            TimeSpan.FromSeconds(Settings.Number(settings, "Connect:SlowBodySeconds", 5, 2, MaxSeconds))
        );

    public void ApplyTo(KestrelServerLimits limits)
    {
        limits.MaxConcurrentConnections = MaxConnections;
        limits.KeepAliveTimeout = s_idle;
        limits.RequestHeadersTimeout = Headers;
        limits.MaxRequestHeaderCount = MaxHeaders;
        limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        limits.MaxRequestLineSize = MaxRequestLineBytes;
        limits.MinRequestBodyDataRate = new(MinBytesPerSecond, BodyGrace);
        limits.MinResponseDataRate = new(MinBytesPerSecond, BodyGrace);
    }
}
