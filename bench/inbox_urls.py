"""The addresses of the site of `bench.inbox`."""

from bench.inbox_site import serve
from trustmgmt.urls import handler400, handler500

__all__ = ["handler400", "handler500", "urlpatterns"]

urlpatterns = serve()
