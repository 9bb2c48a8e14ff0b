using Budstikke.Storage;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Budstikke.Telemetry;

/// <summary>Sends the meters to a collector, as OTLP over HTTP; off unless <c>Telemetry__OtlpEndpoint</c> is
/// set.</summary>
internal sealed class OtlpExport(Uri endpoint) : IHostedService, IDisposable
{
    private const int IntervalMilliseconds = 15_000;
    private const int TimeoutMilliseconds = 5_000;
    private const int LastExportMilliseconds = 2_000;

    /// <summary>Not System.Net.Http: its tags would name the hosts of the clients' callbacks.</summary>
    private static readonly string[] s_meters =
    [
        Jobs.Registration.MeterName,
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "System.Runtime",
    ];

    private MeterProvider? _provider;

    /// <summary>Null: not set.</summary>
    public static Uri? EndpointOf(IConfiguration settings) =>
        settings["Telemetry:OtlpEndpoint"] is not { Length: > 0 } text ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && uri.UserInfo.Length == 0
        && uri.Query.Length == 0
        && uri.Fragment.Length == 0
            ? new Uri(uri.AbsoluteUri.TrimEnd('/') + "/v1/metrics")
        : throw new SettingRefusedException(
            $"Telemetry__OtlpEndpoint must be http://host:port or https://host:port, without user or query: {text}"
        );

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _provider = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource.AddService("budstikke"))
            .AddMeter(s_meters)
            .AddOtlpExporter(
                (exporter, reader) =>
                {
                    exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
                    exporter.Endpoint = endpoint;
                    exporter.TimeoutMilliseconds = TimeoutMilliseconds;
                    reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = IntervalMilliseconds;
                }
            )
            .Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>After every room has stopped, so that the last export has all of it.</summary>
    public void Dispose()
    {
        _provider?.Shutdown(LastExportMilliseconds);
        _provider?.Dispose();
    }
}
