using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using SmtpServer;
using SmtpServer.IO;
using SmtpServer.Net;

namespace Budstikke.Distribution.Email.Bounces;

/// <summary>
/// Gives the SMTP server its connections, so many at a time: the next is accepted when one has ended, and waits in the
/// system's queue until then.
/// </summary>
internal sealed class BoundedListener(int maxConnections) : IEndpointListenerFactory, IEndpointListener
{
    private readonly SemaphoreSlim _places = new(maxConnections);
    private TcpListener? _listener;

    public IPEndPoint? Address => _listener?.LocalEndpoint as IPEndPoint;

    /// <exception cref="SocketException">The address cannot be listened at: the node does not start.</exception>
    public void Begin(IPEndPoint address)
    {
        _listener = new(address);
        _listener.Start();
    }

    public IEndpointListener CreateListener(IEndpointDefinition endpointDefinition) => this;

    public async Task<ISecurableDuplexPipe> GetPipeAsync(ISessionContext context, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            var socket = await _listener!.AcceptSocketAsync(cancellationToken);
            socket.NoDelay = true;
            return new Connection(new NetworkStream(socket, ownsSocket: true), _places);
        }
        catch (Exception)
        {
            _places.Release();
            throw;
        }
    }

    public void Dispose() => _listener?.Dispose();

    private sealed class Connection : ISecurableDuplexPipe
    {
        private readonly Stream _stream;
        private readonly SemaphoreSlim _places;
        private int _isOver;

        public Connection(Stream stream, SemaphoreSlim places)
        {
            (_stream, _places) = (stream, places);
            Input = PipeReader.Create(new LhloStream(stream));
            Output = PipeWriter.Create(stream);
        }

        public PipeReader Input { get; }

        public PipeWriter Output { get; }

        public bool IsSecure => false;

        public SslProtocols SslProtocol => SslProtocols.None;

        public Task UpgradeAsync(
            X509Certificate certificate,
            SslProtocols protocols,
            CancellationToken cancellationToken = default
        ) => throw new NotSupportedException("The bounce listener offers no TLS.");

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 1)
                return;
            _stream.Dispose();
            _places.Release();
        }
    }
}
